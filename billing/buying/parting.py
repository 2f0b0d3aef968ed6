"""Whoever ends their workspace pays for it no longer."""

from billing.buying.service import cancel
from billing.subscription.service import found
from billing.switch import selling
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.workspace.ending import on_ending


@on_ending
async def part(uow: UnitOfWork, owner: Principal) -> None:
    """What is paid for is used up; it is not renewed."""
    bought = await found(uow) if selling.on else None
    if bought is not None and bought.runs and bought.ends_at is None:
        await cancel(uow, owner, "")
