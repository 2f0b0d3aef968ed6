"""A new workspace tries the plan that may be tried, without a card; then the free one holds."""

from datetime import datetime, timedelta
from typing import Final

from billing.plans.shelf import CURRENCIES, offers
from billing.subscription.bought import Bought
from billing.subscription.service import write
from billing.switch import selling
from kernel import clock
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.people.signup import on_opening

# Enough to try it with the whole team of a small firm.
SEATS: Final = 10


@on_opening
async def begin(uow: UnitOfWork, owner: Principal) -> None:
    """The trial begins with the workspace; where nothing may be tried, the free plan does."""
    if not selling.on:
        return
    shelf = await offers(uow)
    free = next(offer for offer in shelf if offer.free)
    tried = next((offer for offer in shelf if offer.trial_days), None)
    now = clock.now()
    kept = await uow.fetchval("SELECT currency FROM workspace WHERE id = $1", uow.tenant_id)
    first = Bought(
        tenant_id=owner.tenant_id,
        provider="none",
        customer_id=None,
        subscription_id=None,
        item_id=None,
        version_id=(tried or free).version_id,
        interval="month",
        currency=kept if kept in CURRENCIES else "USD",
        quantity=SEATS if tried else 0,
        status="trialing" if tried else "free",
        trial_ends_at=_end(now, tried.trial_days) if tried else None,
        created_at=now,
        updated_at=now,
    )
    await write(uow, owner, None, first)


def _end(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)
