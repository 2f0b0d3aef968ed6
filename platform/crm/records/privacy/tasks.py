"""Erasing a person: found everywhere, taken out of everything, counted, and looked for again."""

from collections import Counter
from typing import Any, Final
from uuid import UUID

from crm.records.duplicates.writing import FILL
from crm.records.privacy import walk
from crm.records.privacy.blanking import blank, stays
from crm.records.privacy.files import files_of
from crm.records.privacy.hashes import remember
from crm.records.privacy.ports import FOLLOWING, FORGETTING, Forgetting
from crm.records.privacy.sweep import count, places, sweep
from crm.records.privacy.walk import HISTORY, TRACES, Person, find, hanging
from crm.records.types import record_type, record_types
from kernel import clock, jobs
from kernel.transaction import UnitOfWork

ERASE: Final = "privacy.erase"

_WAITING = """
SELECT e.record_type, e.record_id, e.deed FROM erasure e
WHERE e.tenant_id = $1 AND e.id = $2 AND e.state = 'waiting' FOR UPDATE
"""
_EMPTY = f"""
UPDATE event t SET before = CASE WHEN t.before IS NULL THEN NULL ELSE '{{}}'::jsonb END,
    after = CASE WHEN t.after IS NULL THEN NULL ELSE '{{}}'::jsonb END
WHERE {HISTORY.condition}
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
    person = await find(uow, record_type(row["record_type"]), row["record_id"])
    needles = person.needles
    files = await files_of(uow, person.gone, needles)
    await remember(uow, erasure_id, needles.addresses)
    found = await _take_out(uow, person, keep=row["deed"] == "anonymise")
    left = {p.table: n for p in places() if (n := await count(uow, p, needles))}
    if found_files := await files.remove():
        found["files"] = {"deleted": found_files}
    if files.unread:
        found["files of others"] = {"named in": files.unread}
    said = (clock.now(), found, left, needles.shared)
    await uow.execute(_DONE, tenant, erasure_id, *said)


async def _take_out(uow: UnitOfWork, person: Person, *, keep: bool) -> dict[str, Any]:
    tenant, gone, needles = uow.tenant_id, person.gone, person.needles
    deleted, rewritten = Counter[str](), Counter[str]()
    types = {kind.table: kind.name for kind in record_types()}
    for trace in (one for one in hanging() if not (keep and stays(one.table))):
        # It goes with the records, or by hand where those stay: counted while it is there.
        deleted[trace.table] += await walk.count(uow, person, trace)
    rewritten["event"] += await uow.execute(_EMPTY, tenant, gone)
    for trace in TRACES:
        deleted[trace.table] += await walk.remove(uow, person, trace)
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
    if keep:
        rewritten.update(await blank(uow, person))
    else:
        await uow.execute(_GONE, tenant, gone)
    for place in (p for p in places() if p.table in FOLLOWING):
        deleted[place.table] += (await sweep(uow, place, needles, delete=True)).deleted
    tables = sorted({t for t, n in (deleted + rewritten).items() if n})
    return {t: {"deleted": deleted[t], "rewritten": rewritten[t]} for t in tables}
