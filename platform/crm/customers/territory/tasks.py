"""Changes are worked off; every night territories come into force and go out of it."""

from typing import Any

from crm.customers.territory.running import PLACE, RUN, place_on, run_on
from kernel import jobs
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere


@jobs.job("territory.sweep", cron="7 0 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Nightly: one job for each workspace."""
    await everywhere(uow, PLACE, closed_too=True)


jobs.job(RUN)(run_on)
jobs.job(PLACE)(place_on)
