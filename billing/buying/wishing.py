"""What somebody wants to buy, checked: a plan that is sold, a price, and not too few seats."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from dateutil.relativedelta import relativedelta

from billing.gateway.port import Account, Interval, Preview, Wish
from billing.plans.shelf import CURRENCIES, INTERVALS, Offer, offer_called, versions
from billing.subscription.bought import Bought
from billing.subscription.service import account_of
from billing.switch import selling
from kernel import clock
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.money import Money
from kernel.transaction import UnitOfWork
from tenants.members.seating import taken

MOST_SEATS: Final = 10_000
# So long a price that was looked at is the one that is paid.
FRESH: Final = timedelta(hours=1)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A wish beside what there is. `at_once` is charged now; else it comes with the next period."""

    wish: Wish
    offer: Offer
    first: bool
    at_once: bool
    losing: int = 0


async def change_to(
    uow: UnitOfWork,
    bought: Bought,
    *,
    plan: str | None = None,
    interval: str | None = None,
    seats: int | None = None,
    currency: str | None = None,
) -> Change:
    """What is not said stays; raises `Invalid` for what is not sold, `Conflict` while unpaid."""
    if bought.runs and bought.unpaid_since is not None:
        raise Conflict(_("A payment is missing. Pay it first; then the plan can be changed."))
    known = await versions(uow, bought.version_id)
    mine = known[bought.version_id]
    offer = mine if plan in (None, mine.plan) else await offer_called(uow, plan or "")
    if (plan is None and mine.free) or offer.free:
        raise Invalid(fields={"plan": _("Choose a plan that is paid for.")})
    used = await taken(uow)
    first = not bought.runs
    wanted = seats if seats is not None else (max(used, 1) if first else bought.quantity)
    if not 1 <= wanted <= MOST_SEATS:
        raise Invalid(fields={"seats": _("At least one seat.")})
    cycle, currency = _interval(interval or bought.interval), currency_of(bought, currency)
    price = offer.price(currency, cycle)
    if price is None:
        raise Invalid(fields={"plan": _("It is not sold in your currency. Write to us.")})
    wish = Wish(
        version_id=offer.version_id,
        plan=offer.plan,
        interval=cycle,
        currency=currency,
        quantity=wanted,
        unit_minor=price.unit_minor,
        price=price.provider_price,
    )
    return Change(
        wish=wish,
        offer=offer,
        first=first,
        at_once=first or _grows(bought, mine, offer, wish),
        losing=max(0, used - wanted),
    )


def currency_of(bought: Bought, wanted: str | None) -> str:
    """In which one pays: chosen before the first payment, and the same ever after."""
    if wanted in (None, bought.currency):
        return bought.currency
    if wanted not in CURRENCIES or not bought.may_choose_currency:
        raise Invalid(fields={"currency": _("This currency cannot be chosen.")})
    return wanted


def _interval(text: str) -> Interval:
    if text not in INTERVALS:
        raise Invalid(fields={"interval": _("Choose month or year.")})
    return "year" if text == "year" else "month"


def _grows(bought: Bought, mine: Offer, offer: Offer, wish: Wish) -> bool:
    """More of anything and less of nothing is given at once; what is paid for is used up."""
    ranks, years = offer.rank - mine.rank, (wish.interval == "year") - (bought.interval == "year")
    steps = (ranks, years, wish.quantity - bought.quantity)
    return min(steps) >= 0 and max(steps) > 0


async def price_of(uow: UnitOfWork, bought: Bought, change: Change, at: datetime) -> Preview:
    """What it costs, today and then, before anything happens."""
    wish = change.wish
    if change.first:
        whole = Money(wish.unit_minor * wish.quantity, wish.currency)
        step = relativedelta(years=1) if wish.interval == "year" else relativedelta(months=1)
        return Preview(today=whole, next=whole, next_at=at + step, at=at)
    account: Account = await account_of(uow, bought)
    if not change.at_once:
        ends = bought.period_end or at
        whole = await selling.gateway.renewal(account, wish, at=ends)
        return Preview(today=Money(0, wish.currency), next=whole, next_at=ends, at=at)
    return await selling.gateway.preview(account, wish, at=at)


def moment_of(at: datetime | None) -> datetime:
    """The moment for which the price was reckoned; one that is too old must be looked at anew."""
    now = clock.now()
    if at is None:
        return now.replace(microsecond=0)
    if at.tzinfo is None or not now - FRESH <= at <= now + timedelta(minutes=1):
        raise Invalid(fields={"at": _("The price is no longer fresh. Look at it again.")})
    return at


def losers(people: list[UUID], chosen: list[UUID], losing: int) -> list[UUID]:
    """Those who will look on: whom the owner chose, who must be enough and must be members."""
    if set(chosen) - set(people):
        raise Invalid(fields={"without": _("There is no such member.")})
    if len(set(chosen)) < losing:
        raise Invalid(
            fields={
                "without": _(
                    "Choose %(many)s members who will only look on from then on.", many=losing
                )
            }
        )
    return list(dict.fromkeys(chosen))
