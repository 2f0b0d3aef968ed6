"""How common each word is in a workspace: counted after the fact, never in a writer's way."""

from collections import Counter
from uuid import UUID

from kernel.transaction import UnitOfWork
from search.text.sounds import sound_of
from search.text.tokens import weight_of

FOLD_AT_ONCE = 500

# One folder at a time per workspace; the second one leaves the work to the first.
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('search.fold:' || ($1::uuid)::text, 0))"
_TAKE = """
DELETE FROM term_delta d WHERE d.tenant_id = $1 AND d.id = ANY(ARRAY(
    SELECT o.id FROM term_delta o WHERE o.tenant_id = $1 ORDER BY o.tenant_id, o.id LIMIT $2))
RETURNING d.chunks, d.length, d.terms
"""
_COUNT = """
INSERT INTO term_stats AS t (tenant_id, term, df)
SELECT $1::uuid, d.term, d.df FROM unnest($2::text[], $3::bigint[]) AS d (term, df)
ON CONFLICT (tenant_id, term) DO UPDATE SET df = t.df + excluded.df
"""
_SOUNDS = """
INSERT INTO term_sound (tenant_id, sound, term)
SELECT $1::uuid, s.sound, s.term FROM unnest($2::text[], $3::text[]) AS s (sound, term)
ON CONFLICT (tenant_id, sound, term) DO NOTHING
"""
_DROP = """
DELETE FROM term_stats t WHERE t.tenant_id = $1 AND t.term = ANY($2::text[]) AND t.df <= 0
"""
_TOTAL = """
INSERT INTO search_totals AS t (tenant_id, chunks, length) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id) DO UPDATE
SET chunks = t.chunks + excluded.chunks, length = t.length + excluded.length
"""


async def fold(uow: UnitOfWork, tenant_id: UUID, *, limit: int = FOLD_AT_ONCE) -> int:
    """Fold what has come and gone into the statistics; how many writes were folded."""
    if not await uow.fetchval(_LOCK, tenant_id):
        return 0
    rows = await uow.fetch(_TAKE, tenant_id, limit)
    if not rows:
        return 0
    changes: Counter[str] = Counter()
    for row in rows:
        sign = 1 if row["chunks"] > 0 else -1
        for term in row["terms"]:
            changes[term] += sign
    changed = sorted(term for term, change in changes.items() if change)
    await uow.execute(_COUNT, tenant_id, changed, [changes[term] for term in changed])
    if pairs := [term for term in changed if changes[term] > 0 and weight_of(term) < 1]:
        await uow.execute(_SOUNDS, tenant_id, [sound_of(pair) for pair in pairs], pairs)
    if gone := [term for term in changed if changes[term] < 0]:
        await uow.execute(_DROP, tenant_id, gone)
    await uow.execute(
        _TOTAL, tenant_id, sum(r["chunks"] for r in rows), sum(r["length"] for r in rows)
    )
    return len(rows)
