"""Erasing a person: found everywhere, taken out of everything, counted, and looked for again."""

from collections import Counter
from typing import Any, Final
from uuid import UUID

from crm.records.duplicates.writing import FILL
from crm.records.privacy.files import files_of
from crm.records.privacy.hashes import remember
from crm.records.privacy.needles import Needles, needles_of, people
from crm.records.privacy.ports import FOLLOWING, FORGETTING, Forgetting
from crm.records.privacy.sweep import count, places, sweep
from crm.records.types import record_type, record_types
from kernel import clock, jobs
from kernel.model import Base
from kernel.transaction import UnitOfWork

ERASE: Final = "privacy.erase"

_WAITING = """
SELECT e.record_type, e.record_id FROM erasure e
WHERE e.tenant_id = $1 AND e.id = $2 AND e.state = 'waiting' FOR UPDATE
"""
# What is noted of nobody else: activities and tasks that link the person alone.
_ALONE = """
SELECT l.from_id AS id FROM link l JOIN record r ON r.tenant_id = $1 AND r.id = l.from_id
WHERE l.tenant_id = $1 AND l.to_id = ANY($2) AND l.kind = 'links' AND NOT EXISTS (
    SELECT 1 FROM link o WHERE o.tenant_id = $1 AND o.from_id = l.from_id
        AND o.kind = 'links' AND NOT o.to_id = ANY($2))
"""
_HISTORY = """
UPDATE event e SET before = CASE WHEN e.before IS NULL THEN NULL ELSE '{}'::jsonb END,
    after = CASE WHEN e.after IS NULL THEN NULL ELSE '{}'::jsonb END
WHERE e.tenant_id = $1 AND e.record_id = ANY($2)
"""
_NOTICES = "DELETE FROM notification n WHERE n.tenant_id = $1 AND n.record_id = ANY($2)"
_ANSWERS = "SELECT k.key, k.body FROM idempotency_key k WHERE k.tenant_id = $1"
_ANSWERED = "DELETE FROM idempotency_key k WHERE k.tenant_id = $1 AND k.key = ANY($2)"
_POSTED = """
DELETE FROM delivery d WHERE d.workspace_id = $1 AND EXISTS (
    SELECT 1 FROM unnest($2::text[]) AS n(word)
    WHERE position(n.word IN lower(d.destination || d.payload::text || d.last_error)) > 0)
"""
_GONE = "DELETE FROM record r WHERE r.tenant_id = $1 AND r.id = ANY($2)"
# Made of names without their spaces: made anew by a job, of what the records say now.
_KEYS = "DELETE FROM match_key m WHERE m.tenant_id = $1 AND m.record_id = ANY($2)"
_DONE = """
UPDATE erasure SET state = 'done', done_at = $3, found = $4, left_over = $5, shared = $6
WHERE tenant_id = $1 AND id = $2
"""


@jobs.job(ERASE)
async def erase(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """All of it in one transaction, the files at its end; again is harmless."""
    erasure_id, tenant = UUID(payload["erasure_id"]), uow.tenant_id
    row = await uow.fetchrow(_WAITING, tenant, erasure_id)
    if row is None:
        return
    kind = record_type(row["record_type"])
    persons = await people(uow, row["record_id"])
    needles = await needles_of(uow, kind, persons)
    alone = [one["id"] for one in await uow.fetch(_ALONE, tenant, persons)]
    gone = [*persons, *alone]
    files = await files_of(uow, gone, needles)
    await remember(uow, erasure_id, needles.addresses)
    found = await _take_out(uow, gone, needles)
    left = {p.table: n for p in places() if (n := await count(uow, p, needles))}
    if found_files := await files.remove():
        found["files"] = {"deleted": found_files}
    if files.unread:
        found["files of others"] = {"named in": files.unread}
    said = (clock.now(), found, left, needles.shared)
    await uow.execute(_DONE, tenant, erasure_id, *said)


async def _take_out(uow: UnitOfWork, gone: list[UUID], needles: Needles) -> dict[str, Any]:
    tenant = uow.tenant_id
    deleted, rewritten = Counter[str](), Counter[str]()
    types = {kind.table: kind.name for kind in record_types()}
    deleted.update(await _hanging(uow, gone))
    rewritten["event"] += await uow.execute(_HISTORY, tenant, gone)
    deleted["notification"] += await uow.execute(_NOTICES, tenant, gone)
    deleted["idempotency_key"] += await _answers(uow, needles)
    deleted["delivery"] += await uow.execute(_POSTED, tenant, needles.texts)
    changed: list[tuple[str, UUID]] = []
    for place in (p for p in places() if p.table not in FOLLOWING):
        seen = await sweep(uow, place, needles, delete=False)
        deleted[place.table] += seen.deleted
        rewritten[place.table] += seen.rewritten
        changed += [(types[place.table], i) for i in seen.ids if place.table in types]
    forgetting = Forgetting(gone, [(t, i) for t, i in changed if i not in set(gone)], needles)
    for forget in FORGETTING:
        deleted.update(await forget(uow, forgetting))
    await uow.execute(_KEYS, tenant, [record_id for _type, record_id in changed])
    await jobs.enqueue(uow, FILL, {})
    await uow.execute(_GONE, tenant, gone)
    for place in (p for p in places() if p.table in FOLLOWING):
        deleted[place.table] += (await sweep(uow, place, needles, delete=True)).deleted
    tables = sorted({t for t, n in (deleted + rewritten).items() if n})
    return {t: {"deleted": deleted[t], "rewritten": rewritten[t]} for t in tables}


async def _answers(uow: UnitOfWork, needles: Needles) -> int:
    """Answers that are kept for requests that come twice."""
    pattern = needles.pattern()
    rows = await uow.fetch(_ANSWERS, uow.tenant_id)
    keys = [r["key"] for r in rows if pattern.search((r["body"] or b"").decode(errors="replace"))]
    return await uow.execute(_ANSWERED, uow.tenant_id, keys)


async def _hanging(uow: UnitOfWork, gone: list[UUID]) -> dict[str, int]:
    """What the database will take away with the records, counted while it is there."""
    found = Counter[str]()
    for table, column in _referring():
        found[table] += await uow.fetchval(
            f"SELECT count(*) FROM {table} t WHERE t.tenant_id = $1 AND t.{column} = ANY($2)",
            uow.tenant_id,
            gone,
        )
    return found


def _referring() -> list[tuple[str, str]]:
    return [
        (table.name, key.elements[-1].parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.elements[-1].column.table.name == "record"
    ]
