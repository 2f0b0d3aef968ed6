"""The words' own ranking (BM25) inside PostgreSQL, under row-level security and row scope."""

from uuid import UUID

import msgspec

from kernel.sql import Args
from kernel.transaction import UnitOfWork
from search.lexical.weights import COVERAGE, Weighed
from search.scope import Where, anything

CANDIDATES = 300
# Of so many best matches the visible ones are looked for first, before all are tried.
POOL = 2_000
# With so many visible ones among them, the rest could only be worse.
ENOUGH = 30


class Hit(msgspec.Struct, frozen=True):
    """A chunk that answers, and how well; scores of different legs do not compare."""

    chunk_id: UUID
    record_id: UUID
    record_type: str
    score: float


async def by_words(
    uow: UnitOfWork,
    tenant_id: UUID,
    weighed: Weighed,
    *,
    where: Where = anything,
    depth: int = 100,
    pool: int | None = None,
) -> list[Hit]:
    """The best chunks among those that `where` lets through.

    With a `pool` only so many of the best are tried, and no more if few of them are let through.
    """
    if not weighed.rare:
        return []
    hits, matched = await _ranked(uow, tenant_id, weighed, where, depth, pool=pool or POOL)
    if pool is None and len(hits) < min(depth, ENOUGH) and matched > POOL:
        hits, matched = await _ranked(uow, tenant_id, weighed, where, depth, pool=matched)
    return hits


async def _ranked(
    uow: UnitOfWork, tenant_id: UUID, weighed: Weighed, where: Where, depth: int, *, pool: int
) -> tuple[list[Hit], int]:
    """Hits, and how many chunks have any of the rare words."""
    args = Args()
    tenant = args(tenant_id)
    score = (
        f"sum(q.w * s.tf / (s.tf::float8 + {args(weighed.ka)}::float8"
        f" + {args(weighed.kb)}::float8 * s.length))"
    )
    allowed = where(args, "k")
    # LATERAL with OFFSET 0 pins the plan: statistics know nothing of a young workspace, and
    # without it the planner may read all its postings once per word, or per visible row.
    # The casts matter too: a bare decimal makes it numeric arithmetic, twice as slow.
    rows = await uow.fetch(
        f"""
        WITH z AS MATERIALIZED (
            SELECT s.n, {score} AS score, sum(q.cover) AS cover
            FROM {_terms(args, weighed, weighed.rare)} CROSS JOIN LATERAL (
                SELECT p.n, p.tf, p.length FROM search_term p
                WHERE p.tenant_id = {tenant} AND p.term = q.term OFFSET 0) s
            GROUP BY s.n),
        best AS MATERIALIZED (
            SELECT z.n, z.score, z.cover FROM z
            ORDER BY z.score * (1::float8 + z.cover) DESC, z.n DESC
            LIMIT {args(pool if allowed else CANDIDATES)}::bigint),
        c AS MATERIALIZED (
            SELECT r.id, r.record_id, r.record_type, b.n, b.score, b.cover
            FROM best b CROSS JOIN LATERAL (
                SELECT k.id, k.record_id, k.record_type FROM chunk k
                WHERE k.tenant_id = {tenant} AND k.n = b.n {allowed and "AND " + allowed}
                OFFSET 0) r
            ORDER BY b.score * (1::float8 + b.cover) DESC, b.n DESC
            LIMIT {args(CANDIDATES)}::bigint)
        SELECT c.id, c.record_id, c.record_type, m.matched,
            (c.score + coalesce(o.score, 0)) * (1::float8 + c.cover + coalesce(o.cover, 0)) AS score
        FROM (SELECT count(*) AS matched FROM z) m LEFT JOIN c ON TRUE
        LEFT JOIN LATERAL (
            SELECT {score} AS score, sum(q.cover) AS cover
            FROM {_terms(args, weighed, weighed.common)}
            CROSS JOIN LATERAL (
                SELECT p.tf, p.length FROM search_term p
                WHERE p.tenant_id = {tenant} AND p.term = q.term AND p.n = c.n OFFSET 0) s
        ) o ON TRUE
        ORDER BY score DESC, c.n DESC LIMIT {args(depth)}::bigint
        """,
        *args.values,
    )
    hits = [
        Hit(row["id"], row["record_id"], row["record_type"], row["score"])
        for row in rows
        if row["id"] is not None
    ]
    return hits, int(rows[0]["matched"])


def _terms(args: Args, weighed: Weighed, weights: dict[str, float]) -> str:
    covers = [COVERAGE * weighed.covers.get(term, 0.0) for term in weights]
    return (
        f"unnest({args(list(weights))}::text[], {args(list(weights.values()))}::float8[],"
        f" {args(covers)}::float8[]) AS q (term, w, cover)"
    )
