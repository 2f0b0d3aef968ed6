"""A workspace's plan from outside: looked at, given by hand, credited."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from app.operating.where import unknown
from billing.buying.wishing import MOST_SEATS
from billing.plans.shelf import INTERVALS, offer_called, offers, versions
from billing.subscription import trial
from billing.subscription.bought import Bought, entitled
from billing.subscription.service import account_of, found, write
from billing.switch import selling
from billing.usage.service import usage
from kernel import clock
from kernel.database import Database
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _, lazy
from kernel.money import Money
from kernel.principal import Principal, house
from kernel.transaction import UnitOfWork

OFF: Final = lazy("GUANXI_BILLING is off: everything is unlimited, and there is no plan to show.")
MOST_DAYS: Final = 90


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace's plan as an operator reads it; `used` is `3/5` or a bare number."""

    slug: str
    plan: str
    status: str
    openness: str
    provider: str
    interval: str
    currency: str
    seats: int
    until: datetime | None
    credit_minor: int
    used: dict[str, str]


async def shown(database: Database, slug: str) -> Shown:
    """Its plan, and what it uses."""
    async with _inside(database, slug) as (uow, bought):
        known = await versions(uow, bought.version_id, bought.next_version_id)
        now = entitled(bought, known, selling.patience)
        meters = await usage(uow, now)
        phase = now.now()
        return Shown(
            slug=slug,
            plan=phase.plan,
            status=bought.status,
            openness=phase.openness,
            provider=bought.provider,
            interval=bought.interval,
            currency=bought.currency,
            seats=phase.limits.get("seats") or bought.quantity,
            until=phase.until or bought.period_end,
            credit_minor=bought.credit_minor,
            used={
                m.name: f"{m.used}/{m.cap}" if m.cap is not None else f"{m.used}" for m in meters
            },
        )


async def given(
    uow: UnitOfWork,
    actor: Principal,
    bought: Bought,
    plan: str,
    *,
    seats: int,
    interval: str,
    until: datetime | None,
    charged_minor: int,
) -> Bought:
    """The plan by hand, from now on; `charged_minor` is what a period brings in elsewhere."""
    if until is not None and until <= clock.now():
        raise Invalid(_("The end lies in the past."))
    if not 1 <= seats <= MOST_SEATS or interval not in INTERVALS:
        raise Invalid(_("At least one seat, by the month or by the year."))
    _demand_unpaid(bought)
    try:
        offer = await offer_called(uow, plan)
    except Invalid as error:
        raise NotFound(error.fields["plan"]) from error
    after = msgspec.structs.replace(
        bought,
        provider="none" if offer.free else "manual",
        version_id=offer.version_id,
        quantity=0 if offer.free else seats,
        interval=interval,
        status="free" if offer.free else "active",
        trial_ends_at=None,
        period_start=clock.now(),
        period_end=until,
        ends_at=until,
        past_due_since=None,
        next_at=None,
        charged_minor=charged_minor,
    )
    return await write(uow, actor, bought, after)


async def credited(
    uow: UnitOfWork, actor: Principal, bought: Bought, amount: Money, reason: str
) -> int:
    """The credit, here and with whoever writes the invoices."""
    if amount.currency != bought.currency:
        raise Conflict(_("It pays in %(currency)s.", currency=bought.currency))
    after = msgspec.structs.replace(bought, credit_minor=bought.credit_minor + amount.amount_minor)
    await write(uow, actor, bought, after)
    account = await account_of(uow, bought)
    if account.customer_id is not None:
        key = f"{account.workspace_id}:{bought.version}:credit"
        await selling.gateway.credit(account, amount, reason=reason, key=key)
    return after.credit_minor


async def prolonged(uow: UnitOfWork, actor: Principal, bought: Bought, days: int) -> Bought:
    """The trial, from its end on or from now; one who has bought has nothing to try."""
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("Between one day and ninety."))
    _demand_unpaid(bought)
    if bought.is_paid and bought.status == "active":
        raise Conflict(_("It has bought a plan, so there is nothing to try."))
    tried = next((offer for offer in await offers(uow) if offer.trial_days), None)
    if tried is None:
        raise Conflict(_("No plan can be tried."))
    runs = bought.status == "trialing"
    since = max(clock.now(), (bought.trial_ends_at if runs else None) or clock.now())
    after = msgspec.structs.replace(
        bought,
        provider="none",
        version_id=bought.version_id if runs else tried.version_id,
        quantity=bought.quantity if runs else trial.SEATS,
        status="trialing",
        trial_ends_at=since + timedelta(days=days),
        period_end=None,
        ends_at=None,
        past_due_since=None,
        next_at=None,
        charged_minor=None,
    )
    return await write(uow, actor, bought, after)


async def held(uow: UnitOfWork, actor: Principal) -> Bought:
    """The workspace's subscription to be changed, made if there is none."""
    if not selling.on:
        raise Conflict(str(OFF))
    bought = await found(uow, lock=True)
    if bought is None:
        await trial.begin(uow, actor)
        bought = await found(uow, lock=True)
    assert bought is not None  # noqa: S101 -- it was made a line above
    return bought


def _demand_unpaid(bought: Bought) -> None:
    if bought.provider == "stripe" and bought.runs:
        raise Conflict(_("It pays online. Change or cancel it there first."))


@asynccontextmanager
async def _inside(database: Database, slug: str) -> AsyncIterator[tuple[UnitOfWork, Bought]]:
    """The workspace's transaction, with its subscription held, made if there is none."""
    if not selling.on:
        raise Conflict(str(OFF))
    uow = UnitOfWork(database)
    try:
        await uow.begin_outside()
        tenant: Any = await uow.fetchval("SELECT id FROM workspace WHERE slug = $1", slug)
        if tenant is None:
            raise unknown(slug)
        await uow.enter(UUID(str(tenant)))
        bought = await held(uow, house(UUID(str(tenant)), name="Operator"))
        yield uow, bought
        await uow.finish(commit=True)
    finally:
        if not uow.done:
            await uow.finish(commit=False)
