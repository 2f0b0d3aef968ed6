"""Shares that have ended are swept away; they have not counted since."""

from typing import Any

from kernel import clock, jobs
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

_ENDED = "DELETE FROM {table} WHERE tenant_id = $1 AND expires_at < $2"


@jobs.job("shares.sweep", cron="41 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Daily: one job for each workspace."""
    await everywhere(uow, "shares.end", closed_too=True)


@jobs.job("shares.end")
async def end(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Take away what is over."""
    for table in ("share", "team_share"):
        await uow.execute(_ENDED.format(table=table), uow.tenant_id, clock.now())
