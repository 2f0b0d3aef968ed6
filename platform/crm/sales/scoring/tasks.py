"""Every night points fade, and what became of leads is learnt anew."""

from typing import Any
from uuid import UUID

from crm.records.keeper import keeper
from crm.sales.scoring.learning import learn
from crm.sales.scoring.rules import RUN
from crm.sales.scoring.service import BATCH, ONE, next_leads, rescore
from kernel import jobs
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere


@jobs.job("scoring.sweep", cron="41 2 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Nightly: one job for each workspace."""
    await everywhere(uow, RUN)


@jobs.job(RUN)
async def run(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next leads; and again, while there are more."""
    after = UUID(payload["after"]) if payload.get("after") else None
    if after is None:
        await learn(uow)
    ids = await next_leads(uow, after)
    acting = await keeper(uow)
    if acting is None:
        return
    await rescore(uow, acting, ids)
    if len(ids) == BATCH:
        await jobs.enqueue(uow, RUN, {"after": str(ids[-1])})


@jobs.job(ONE)
async def one(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """A lead with which something was done."""
    acting = await keeper(uow)
    if acting is not None:
        await rescore(uow, acting, [UUID(payload["id"])])
