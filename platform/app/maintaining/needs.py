"""What there is to do: indexes that are missing, left over or half-built, stale statistics."""

from typing import Any, Final

import msgspec

from search.dense.indexes import LARGE, PREFIX, SMALL_AGAIN, Wanted

# For each large workspace the models whose vectors it has, by probes of the primary key.
_LARGE: Final = """
WITH RECURSIVE large AS (
    SELECT t.tenant_id, t.chunks FROM search_totals t
    JOIN workspace w ON w.id = t.tenant_id AND w.status = 'active' WHERE t.chunks >= $1),
model AS (
    SELECT l.tenant_id, l.chunks, (
        SELECT min(e.model_id) FROM embedding e WHERE e.tenant_id = l.tenant_id) AS id FROM large l
    UNION ALL
    SELECT m.tenant_id, m.chunks, (
        SELECT min(e.model_id) FROM embedding e
        WHERE e.tenant_id = m.tenant_id AND e.model_id > m.id)
    FROM model m WHERE m.id IS NOT NULL)
SELECT m.tenant_id, m.id, m.chunks FROM model m WHERE m.id IS NOT NULL
"""
_OURS: Final = """
SELECT c.relname AS name, i.indisvalid AND i.indisready AS valid
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'queue') AND c.relkind = 'i'
"""
# Loaded in bulk, or grown by half, since the planner last looked.
_STALE: Final = """
SELECT s.schemaname || '.' || s.relname AS name FROM pg_stat_user_tables s
JOIN pg_class c ON c.oid = s.relid
WHERE s.schemaname IN ('public', 'queue') AND s.n_live_tup >= 1000 AND c.relkind = 'r'
AND (c.reltuples < 0 OR s.n_mod_since_analyze > s.n_live_tup / 2)
ORDER BY s.relname
"""
_HALF: Final = "_ccnew"


class Needs(msgspec.Struct, frozen=True):
    """`make` indexes, `drop` indexes, `rebuild` invalid ones, `analyze` tables; all by name."""

    make: tuple[Wanted, ...] = ()
    drop: tuple[str, ...] = ()
    rebuild: tuple[str, ...] = ()
    analyze: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.make or self.drop or self.rebuild or self.analyze)

    @property
    def said(self) -> str:
        """In a few words."""
        counts = {
            "vector indexes to make": len(self.make),
            "indexes to drop": len(self.drop),
            "half-built indexes to rebuild": len(self.rebuild),
            "tables to analyze": len(self.analyze),
        }
        return ", ".join(f"{number} {what}" for what, number in counts.items() if number)


async def needs(connection: Any, *, large: int = LARGE, small: int = SMALL_AGAIN) -> Needs:
    """As the role that reads past row-level security."""
    rows = await connection.fetch(_LARGE, min(large, small))
    kept = {Wanted(row["tenant_id"], row["id"]): int(row["chunks"]) for row in rows}
    there = {row["name"]: bool(row["valid"]) for row in await connection.fetch(_OURS)}
    names = {wanted.name for wanted in kept}
    left = [name for name in there if name.startswith(PREFIX) and name not in names]
    half = [name for name, valid in there.items() if not valid and name not in left]
    stale = await connection.fetch(_STALE)
    return Needs(
        tuple(w for w, chunks in kept.items() if chunks >= large and w.name not in there),
        # What REINDEX CONCURRENTLY leaves when it is cut off is of no use to anybody.
        tuple(sorted([*left, *(name for name in half if _HALF in name)])),
        tuple(sorted(name for name in half if _HALF not in name)),
        tuple(row["name"] for row in stale),
    )
