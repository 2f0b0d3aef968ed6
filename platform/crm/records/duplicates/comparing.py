"""Comparing what is new with what there is; the pairs that come of it."""

from typing import Any, Final
from uuid import UUID

from crm.records.duplicates.finding import score_of
from crm.records.types import RecordType
from kernel import clock
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

# A key that so many share tells nobody apart.
CROWD: Final = 20
SUSPECT: Final = 86
PAIRS: Final = 10

_ROWS = """
SELECT a.*, array(SELECT k.key FROM match_key k
    WHERE k.tenant_id = $1 AND k.record_id = a.id) AS _keys
FROM {table} a WHERE a.tenant_id = $1 AND a.id = ANY($2) AND a.deleted_at IS NULL
"""
_SHARING = """
SELECT s.key, k.record_id, r.title FROM unnest($3::text[]) AS s(key) CROSS JOIN LATERAL (
    SELECT m.record_id FROM match_key m WHERE m.tenant_id = $1
        AND m.record_type = $2 AND m.key = s.key LIMIT {most}) k
JOIN record r ON r.tenant_id = $1 AND r.id = k.record_id AND r.deleted_at IS NULL
"""
_KEEP = """
INSERT INTO duplicate_pair (tenant_id, id, a_id, b_id, record_type, score, reason, found_at)
SELECT $1, u.id, u.a_id, u.b_id, $2, u.score, u.reason, $3
FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::text[])
    AS u(id, a_id, b_id, score, reason)
ON CONFLICT (tenant_id, a_id, b_id) DO UPDATE
    SET score = excluded.score, reason = excluded.reason
"""
_GONE = """
DELETE FROM duplicate_pair WHERE tenant_id = $1 AND state = 'open'
    AND (a_id = ANY($2) OR b_id = ANY($2)) AND NOT (a_id, b_id) IN (
        SELECT u.a_id, u.b_id FROM unnest($3::uuid[], $4::uuid[]) AS u(a_id, b_id))
"""

Pair = tuple[UUID, UUID]


async def compare(uow: UnitOfWork, tenant_id: UUID, kind: RecordType, ids: list[UUID]) -> None:
    """Find the pairs of these records anew; a pair that was judged keeps its judgement."""
    if not ids:
        return
    rows = await uow.fetch(_ROWS.format(table=kind.table), tenant_id, ids)
    sharing = await _sharing(uow, tenant_id, kind, {key for row in rows for key in row["_keys"]})
    found: dict[Pair, tuple[int, str]] = {}
    for row in rows:
        found |= _pairs(kind, row, sharing)
    a_ids, b_ids = [a for a, _b in found], [b for _a, b in found]
    await uow.execute(_GONE, tenant_id, ids, a_ids, b_ids)
    scores = [score for score, _reason in found.values()]
    reasons = [reason for _score, reason in found.values()]
    fresh = [uuid7() for _ in found]
    await uow.execute(
        _KEEP, tenant_id, kind.name, clock.now(), fresh, a_ids, b_ids, scores, reasons
    )


async def _sharing(
    uow: UnitOfWork, tenant_id: UUID, kind: RecordType, wanted: set[str]
) -> dict[str, list[tuple[UUID, str]]]:
    told = sorted(key for key in wanted if not key.startswith(("version:", "waiting:")))
    rows = await uow.fetch(_SHARING.format(most=CROWD + 1), tenant_id, kind.name, told)
    shared: dict[str, list[tuple[UUID, str]]] = {}
    for row in rows:
        shared.setdefault(row["key"], []).append((row["record_id"], row["title"]))
    return {key: those for key, those in shared.items() if len(those) <= CROWD}


def _pairs(
    kind: RecordType, row: Any, sharing: dict[str, list[tuple[UUID, str]]]
) -> dict[Pair, tuple[int, str]]:
    """The likeliest pairs of one record."""
    common: dict[UUID, tuple[str, list[str]]] = {}
    for key in row["_keys"]:
        for other, title in sharing.get(key, ()):
            if other != row["id"]:
                common.setdefault(other, (title, []))[1].append(key)
    scored = []
    for other, (title, shared) in common.items():
        score, reasons = score_of(kind, row, title, shared)
        if score >= SUSPECT:
            scored.append((score, other, " ".join(reasons)))
    scored.sort(key=lambda one: (-one[0], one[1]))
    return {_ordered(row["id"], other): (score, why) for score, other, why in scored[:PAIRS]}


def _ordered(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)
