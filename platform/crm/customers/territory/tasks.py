"""Changes are worked off; every night territories come into force and go out of it."""

from typing import Any

from crm.customers.territory.running import PLACE, RUN, place_on, run_on
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork


@jobs.job("territory.sweep", cron="7 0 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Nightly: one job for each workspace."""
    for row in await uow.fetch("SELECT w.id FROM workspace w"):
        batch = WriteBatch()
        jobs.enqueue_part(batch, PLACE, {}, tenant_id=row["id"], dedupe_key=f"{PLACE}.{row['id']}")
        await batch.run(uow)


jobs.job(RUN)(run_on)
jobs.job(PLACE)(place_on)
