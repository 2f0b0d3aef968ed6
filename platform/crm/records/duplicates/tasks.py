"""After a write: what is new is compared with what there is; what has no keys yet gets them."""

from typing import Any, Final
from uuid import UUID

from crm.records.duplicates.comparing import compare
from crm.records.duplicates.keys import VERSION, keys
from crm.records.duplicates.writing import COMPARE, FILL, WAITING, put_keys
from crm.records.types import RecordType, matched_types
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

AT_ONCE: Final = 200

_WAITING = """
SELECT m.record_id FROM match_key m
WHERE m.tenant_id = $1 AND m.record_type = $2 AND m.key = $3
ORDER BY m.tenant_id, m.record_id LIMIT $4 FOR UPDATE SKIP LOCKED
"""
_DONE = """
DELETE FROM match_key WHERE tenant_id = $1 AND record_type = $2 AND key = $3
    AND record_id = ANY($4)
"""
_UNKEYED = """
SELECT a.* FROM {table} a WHERE a.tenant_id = $1 AND NOT EXISTS (
    SELECT 1 FROM match_key m WHERE m.tenant_id = $1 AND m.record_id = a.id AND m.key = $2)
ORDER BY a.tenant_id, a.id LIMIT $3
FOR UPDATE OF a SKIP LOCKED
"""


@jobs.job(COMPARE)
async def compare_waiting(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Some of what was written and not compared; the rest is a job of its own."""
    more = False
    for kind in matched_types():
        rows = await uow.fetch(_WAITING, uow.tenant_id, kind.name, WAITING, AT_ONCE)
        ids = [row["record_id"] for row in rows]
        await compare(uow, _tenant(uow), kind, ids)
        await uow.execute(_DONE, uow.tenant_id, kind.name, WAITING, ids)
        more |= len(ids) == AT_ONCE
    if more:
        await jobs.enqueue(uow, COMPARE, {})


@jobs.job(FILL)
async def fill(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Keys for what was there before there were keys, or came in by another door."""
    more = False
    for kind in matched_types():
        statement = _UNKEYED.format(table=kind.table)
        rows = await uow.fetch(statement, uow.tenant_id, VERSION, AT_ONCE)
        for row in rows:
            await _key(uow, kind, row)
        more |= len(rows) == AT_ONCE
    await jobs.enqueue(uow, FILL if more else COMPARE, {})


@jobs.job("duplicates.sweep", cron="41 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Daily: what came in by another door than ours."""
    await everywhere(uow, FILL)


@jobs.job("duplicates.everywhere", tenant=False)
async def once(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """After the upgrade that brought the keys."""
    await everywhere(uow, FILL)


async def _key(uow: UnitOfWork, kind: RecordType, row: Any) -> None:
    batch = WriteBatch()
    batch.add("SELECT TRUE AS keyed")
    found = [*keys(kind, row), VERSION, WAITING]
    put_keys(batch, _tenant(uow), kind.name, row["id"], found, fresh=False)
    await batch.run(uow)


def _tenant(uow: UnitOfWork) -> UUID:
    if uow.tenant_id is None:
        raise RuntimeError("duplicates are looked for inside a workspace")
    return uow.tenant_id
