"""Shares that have ended are swept away; they have not counted since."""

from typing import Any

from kernel import clock, jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork

_ENDED = "DELETE FROM {table} WHERE tenant_id = $1 AND expires_at < $2"


@jobs.job("shares.sweep", cron="41 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Daily: one job for each workspace."""
    batch = WriteBatch()
    for row in await uow.fetch("SELECT w.id FROM workspace w"):
        key = f"shares.end.{row['id']}"
        jobs.enqueue_part(batch, "shares.end", {}, tenant_id=row["id"], dedupe_key=key)
    await batch.run(uow)


@jobs.job("shares.end")
async def end(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Take away what is over."""
    for table in ("share", "team_share"):
        await uow.execute(_ENDED.format(table=table), uow.tenant_id, clock.now())
