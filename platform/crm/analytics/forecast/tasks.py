"""Every Monday the forecast is taken down, workspace by workspace."""

from typing import Any

from crm.analytics.forecast.taking import take
from kernel import jobs
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere


@jobs.job("forecast.sweep", cron="37 3 * * 1")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One job for each workspace."""
    await everywhere(uow, "forecast.take", closed_too=True)


@jobs.job("forecast.take")
async def take_down(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """What the forecast is today."""
    await take(uow)
