"""Every night each rule deals with what is due, and with nothing else."""

from typing import Any, Final
from uuid import UUID

from crm.records.privacy.service import order
from crm.records.retention.service import Rule, due, keeper, rule, rules
from crm.records.service import service_of
from kernel import clock, jobs
from kernel.errors import NotFound, Refused
from kernel.ids import uuid7
from kernel.principal import NOBODY
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

APPLY: Final = "retention.apply"
AT_ONCE: Final = 100

_LOG = """
INSERT INTO retention_run (tenant_id, id, rule_id, done, refused, at)
VALUES ($1, $2, $3, $4, $5, $6)
"""


@jobs.job("retention.sweep", cron="53 2 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Nightly: one job for each workspace."""
    await everywhere(uow, "retention.run")


@jobs.job("retention.run")
async def run(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One job for each rule that is switched on."""
    for kept in await rules(uow):
        if kept.active:
            await jobs.enqueue(uow, APPLY, {"rule_id": str(kept.id), "after": str(NOBODY)})


@jobs.job(APPLY)
async def apply(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Some of what is due, and a job for the rest; a rule that was switched off does nothing."""
    try:
        kept = await rule(uow, UUID(payload["rule_id"]))
    except NotFound:
        return
    if not kept.active:
        return
    ids = await due(uow, kept, UUID(payload["after"]), AT_ONCE)
    done = [await _deal(uow, kept, record_id) for record_id in ids]
    if ids:
        counts = (sum(done), len(done) - sum(done), clock.now())
        await uow.execute(_LOG, uow.tenant_id, uuid7(), kept.id, *counts)
    if len(ids) == AT_ONCE:
        await jobs.enqueue(uow, APPLY, {"rule_id": str(kept.id), "after": str(ids[-1])})


async def _deal(uow: UnitOfWork, kept: Rule, record_id: UUID) -> bool:
    records = service_of(kept.record_type, uow, await keeper(uow))
    try:
        async with uow.savepoint():
            if kept.deed == "bin":
                await records.delete(record_id)
            else:
                said = (kept.record_type, record_id, kept.member_id, kept.name)
                await order(uow, *said, deed=kept.deed)
    except Refused:
        return False
    return True
