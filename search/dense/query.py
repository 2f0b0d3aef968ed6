"""The nearest in meaning, by an exact scan of the workspace's vectors under row-level security."""

from uuid import UUID

from kernel.sql import Args
from kernel.transaction import UnitOfWork
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
) -> list[Hit]:
    """The nearest chunks that `where` lets through; `score` is the cosine, at least `least`."""
    hits, near = await _nearest(uow, tenant_id, model_id, vector, where, least, depth, POOL)
    if len(hits) < min(depth, ENOUGH) and near > POOL:
        hits, _ = await _nearest(uow, tenant_id, model_id, vector, where, least, depth, near)
    return hits


async def _nearest(
    uow: UnitOfWork,
    tenant_id: UUID,
    model_id: str,
    vector: str,
    where: Where,
    least: float,
    depth: int,
    pool: int,
) -> tuple[list[Hit], int]:
    args = Args()
    tenant = args(tenant_id)
    allowed = where(args, "k")
    # Vectors have unit length: the negative inner product orders as the cosine, and is cheaper.
    rows = await uow.fetch(
        f"""
        WITH d AS MATERIALIZED (
            SELECT e.chunk_id, e.text_hash, -(e.vector <#> {args(vector)}::text::vector) AS score
            FROM embedding e WHERE e.tenant_id = {tenant} AND e.model_id = {args(model_id)}
                AND e.vector IS NOT NULL),
        near AS MATERIALIZED (
            SELECT d.chunk_id, d.text_hash, d.score FROM d
            WHERE d.score >= {args(least)}::float8 ORDER BY d.score DESC
            LIMIT {args(pool if allowed else depth + 20)}::bigint),
        c AS MATERIALIZED (
            SELECT r.id, r.record_id, r.record_type, n.score
            FROM near n CROSS JOIN LATERAL (
                SELECT k.id, k.record_id, k.record_type FROM chunk k
                WHERE k.tenant_id = {tenant} AND k.id = n.chunk_id AND k.text_hash = n.text_hash
                {allowed and "AND " + allowed} OFFSET 0) r
            ORDER BY n.score DESC LIMIT {args(depth)}::bigint)
        SELECT c.id, c.record_id, c.record_type, c.score, m.near
        FROM (SELECT count(*) AS near FROM d WHERE d.score >= {args(least)}::float8) m
        LEFT JOIN c ON TRUE ORDER BY c.score DESC, c.id DESC
        """,
        *args.values,
    )
    hits = [
        Hit(row["id"], row["record_id"], row["record_type"], row["score"])
        for row in rows
        if row["id"] is not None
    ]
    return hits, int(rows[0]["near"])
