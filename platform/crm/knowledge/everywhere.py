"""One job for each workspace."""

from kernel import jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork


async def everywhere(uow: UnitOfWork, name: str) -> None:
    """A workspace whose job of this name still waits gets no second one."""
    for row in await uow.fetch("SELECT w.id FROM workspace w WHERE w.status = 'active'"):
        batch = WriteBatch()
        key = f"{name}.{row['id']}"
        jobs.enqueue_part(batch, name, {}, tenant_id=row["id"], dedupe_key=key)
        await batch.run(uow)
