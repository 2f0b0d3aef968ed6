"""Every night the rules are looked at, workspace by workspace."""

from typing import Any
from uuid import UUID

from crm.customers.reclaim.rules import DATES, rules_of
from crm.customers.reclaim.running import judge
from crm.customers.reclaim.service import BATCH, forget, keep, verdicts
from kernel import jobs
from kernel.errors import Refused
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere


@jobs.job("reclaim.sweep", cron="23 2 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Nightly: one job for each workspace."""
    await everywhere(uow, "reclaim.run", closed_too=True)


@jobs.job("reclaim.run")
async def run(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next customers; and again, while there are more."""
    rules = await rules_of(uow)
    if not rules:
        return
    after = UUID(payload["after"]) if payload.get("after") else None
    found = await verdicts(uow, rules, after=after)
    await keep(uow, found)
    for verdict in found:
        try:
            async with uow.savepoint():
                await judge(uow, rules, verdict)
        except Refused:
            # Somebody else was at it; tomorrow is another night.
            continue
    if len(found) == BATCH:
        await jobs.enqueue(uow, "reclaim.run", {"after": str(found[-1].record_id)})


@jobs.job(DATES)
async def dates(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The rules were changed: every customer gets its date, and nobody loses one by it."""
    rules = await rules_of(uow)
    if not rules:
        await forget(uow)
        return
    after = UUID(payload["after"]) if payload.get("after") else None
    found = await verdicts(uow, rules, after=after)
    await keep(uow, found)
    if len(found) == BATCH:
        await jobs.enqueue(uow, DATES, {"after": str(found[-1].record_id)})
