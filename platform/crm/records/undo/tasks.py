"""Images of batches that can be undone no more are forgotten; that there was a batch is not."""

from typing import Any

from kernel import clock, jobs
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

MOST = 5000

_FORGET = """
DELETE FROM before_image i WHERE i.tenant_id = $1 AND i.id IN (
    SELECT o.id FROM batch b JOIN before_image o ON o.tenant_id = $1 AND o.batch_id = b.id
    WHERE b.tenant_id = $1 AND b.undoable_until < $2 LIMIT $3)
"""


@jobs.job("batch.sweep", cron="47 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Daily: one job for each workspace."""
    await everywhere(uow, "batch.forget", closed_too=True)


@jobs.job("batch.forget")
async def forget(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """A part of them; and again, while there are more."""
    if await uow.execute(_FORGET, uow.tenant_id, clock.now(), MOST) == MOST:
        await jobs.enqueue(uow, "batch.forget", {})
