"""Every Monday the forecast is taken down, workspace by workspace."""

from typing import Any

from crm.analytics.forecast.taking import take
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork


@jobs.job("forecast.sweep", cron="37 3 * * 1")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One job for each workspace."""
    for row in await uow.fetch("SELECT w.id FROM workspace w"):
        batch = WriteBatch()
        key = f"forecast.take.{row['id']}"
        jobs.enqueue_part(batch, "forecast.take", {}, tenant_id=row["id"], dedupe_key=key)
        await batch.run(uow)


@jobs.job("forecast.take")
async def take_down(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """What the forecast is today."""
    await take(uow)
