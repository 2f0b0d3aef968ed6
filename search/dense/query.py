"""The nearest in meaning among the workspace's vectors, under row-level security."""

from uuid import UUID

import msgspec

from kernel.sql import Args
from kernel.transaction import UnitOfWork
from search.dense.indexes import Wanted
from search.lexical.query import ENOUGH, POOL, Hit
from search.scope import Where, anything


async def by_meaning(
    uow: UnitOfWork,
    tenant_id: UUID,
    model_id: str,
    vector: str,
    *,
    where: Where = anything,
    least: float = 0.0,
    depth: int = 100,
    large: bool = False,
) -> list[Hit]:
    """The nearest chunks that `where` lets through; `score` is the cosine, at least `least`.

    An exact scan, but in a workspace that is `large` enough for an index of its own, and has it.
    """
    ask = Nearest(tenant_id, model_id, vector, where, least, depth)
    indexed = large and await uow.fetchval(_IS_THERE, Wanted(tenant_id, model_id).name)
    hits: list[Hit] = []
    for way, pool in [*([(BY_INDEX, FEW)] if indexed else []), (_EXACT, POOL), (_EXACT, ALL)]:
        hits, near = await ask.of(uow, way, pool)
        if len(hits) >= min(depth, ENOUGH) or near < pool:
            break
    return hits


# Until the nightly job has made it, the scan that it spares would come twice.
_IS_THERE = "SELECT to_regclass($1) IS NOT NULL"
# What an index gives costs the more the further it has to go.
FEW = 120
# More than any workspace has.
ALL = 2**31
# Vectors have unit length: the negative inner product orders as the cosine, and is cheaper.
# The inner query computes it once a row, and keeps an index from answering.
_EXACT = """
near AS MATERIALIZED (
    SELECT d.chunk_id, d.text_hash, -d.away AS score FROM (
        SELECT e.chunk_id, e.text_hash, e.vector <#> {vector}::text::vector AS away
        FROM embedding e
        WHERE e.tenant_id = {tenant} AND e.model_id = {model} AND e.vector IS NOT NULL OFFSET 0) d
    WHERE d.away <= -{least}::float8 ORDER BY d.away LIMIT {pool}::bigint)
"""
# The planner knows the workspace when it plans (force_custom_plan), and so takes the index that
# is for this workspace and model alone; without one this is an exact scan, too.
BY_INDEX = """
d AS MATERIALIZED (
    SELECT e.chunk_id, e.text_hash, -(e.vector <#> {vector}::text::vector) AS score
    FROM embedding e
    WHERE e.tenant_id = {tenant} AND e.model_id = {model} AND e.vector IS NOT NULL
    ORDER BY e.vector <#> {vector}::text::vector LIMIT {pool}::bigint),
near AS MATERIALIZED (
    SELECT d.chunk_id, d.text_hash, d.score FROM d WHERE d.score >= {least}::float8)
"""


class Nearest(msgspec.Struct, frozen=True):
    """What is asked, whichever way the nearest are found."""

    tenant_id: UUID
    model_id: str
    vector: str
    where: Where
    least: float
    depth: int

    async def of(self, uow: UnitOfWork, way: str, pool: int) -> tuple[list[Hit], int]:
        """The best of the `pool` nearest, and how many of these are near enough."""
        sql, args = self.statement(way, pool)
        rows = await uow.fetch(sql, *args.values)
        hits = [
            Hit(row["id"], row["record_id"], row["record_type"], row["score"])
            for row in rows
            if row["id"] is not None
        ]
        return hits, int(rows[0]["near"])

    def statement(self, way: str, pool: int) -> tuple[str, Args]:
        """As it is sent, so that its plan can be looked at."""
        args = Args()
        tenant = args(self.tenant_id)
        allowed = self.where(args, "k")
        near = way.format(
            tenant=tenant,
            model=args(self.model_id),
            vector=args(self.vector),
            least=args(self.least),
            pool=args(pool),
        )
        # What is near comes in its order, and a nested loop keeps it: the LIMIT ends the looking up
        # when it has enough, where a sort would want all of them first.
        sql = f"""
            WITH {near},
            c AS MATERIALIZED (
                SELECT r.id, r.record_id, r.record_type, n.score
                FROM near n CROSS JOIN LATERAL (
                    SELECT k.id, k.record_id, k.record_type FROM chunk k
                    WHERE k.tenant_id = {tenant} AND k.id = n.chunk_id
                    AND k.text_hash = n.text_hash {allowed and "AND " + allowed} OFFSET 0) r
                LIMIT {args(self.depth)}::bigint)
            SELECT c.id, c.record_id, c.record_type, c.score, m.near
            FROM (SELECT count(*) AS near FROM near) m
            LEFT JOIN c ON TRUE ORDER BY c.score DESC, c.id DESC
            """
        return sql, args
