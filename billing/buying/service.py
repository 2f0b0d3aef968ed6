"""Buying, changing, leaving and coming back: each asks the provider and writes down its answer."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from billing.buying.wishing import Change, change_to, losers, moment_of
from billing.gateway.port import Invoice, Preview
from billing.reversals.service import reversals
from billing.seats.fitting import holders, seat
from billing.subscription.bought import Bought
from billing.subscription.service import account_of, apply, found, held, write
from billing.switch import selling
from billing.webhooks.customers import customer_of
from kernel import clock
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

LONGEST_REASON: Final = 500


class NothingBought(Conflict):
    """There is no subscription to change."""

    def default(self) -> str:
        return _("Nothing is bought yet. Choose a plan first.")


async def checkout(
    uow: UnitOfWork, change: Change, bought: Bought, *, at: str, coupon: str = ""
) -> str:
    """The address of the page where a first subscription is paid for; `at` is our billing page."""
    if not change.first:
        raise Conflict(_("A subscription is there already. Change its plan or its seats."))
    if bought.provider == "manual" and bought.ends_at and bought.ends_at > clock.now():
        raise Conflict(_("It is paid in advance. What you buy now would be paid twice."))
    account = await account_of(uow, bought)
    customer = await customer_of(uow, account)
    account = msgspec.structs.replace(account, customer_id=customer)
    return await selling.gateway.checkout(
        account,
        change.wish,
        back=f"{at}?paid=1",
        cancelled=at,
        coupon=coupon.strip()[:100],
        key=f"{account.workspace_id}:{bought.version}:checkout:{change.wish}",
    )


async def portal(uow: UnitOfWork, *, at: str) -> str:
    """Where cards, tax ids and receipts are kept, at the provider's."""
    bought = await found(uow)
    if bought is None or bought.customer_id is None:
        raise NothingBought
    return await selling.gateway.portal(await account_of(uow, bought), back=at)


async def change(
    uow: UnitOfWork,
    principal: Principal,
    *,
    plan: str | None = None,
    interval: str | None = None,
    seats: int | None = None,
    currency: str | None = None,
    without: list[UUID] | None = None,
    at: datetime | None = None,
) -> Bought:
    """Another plan, period or number of seats. What is there already drops what was planned."""
    bought = await _subscribed(uow)
    asked, moment = (
        await change_to(uow, bought, plan=plan, interval=interval, seats=seats, currency=currency),
        moment_of(at),
    )
    people = [one["id"] for one in await holders(uow)]
    chosen = losers(people, without or [], asked.losing) if not asked.at_once else []
    if bought.next_at is not None:
        bought = await _drop(uow, principal, bought)
    wish = asked.wish
    same = (wish.version_id, wish.interval, wish.quantity)
    if same == (bought.version_id, bought.interval, bought.quantity):
        return bought
    key = _key(bought, "change", moment)
    account = await account_of(uow, bought)
    if asked.at_once:
        mirror = await selling.gateway.change(account, wish, at=moment, key=key)
        return await apply(uow, principal, mirror)
    after = await apply(uow, principal, await selling.gateway.plan_change(account, wish, key=key))
    await seat(uow, chosen, after.next_at)
    return after


async def change_mind(uow: UnitOfWork, principal: Principal) -> Bought:
    """What was planned for the next period is forgotten."""
    bought = await _subscribed(uow)
    if bought.next_at is None:
        return bought
    return await _drop(uow, principal, bought)


async def cancel(uow: UnitOfWork, principal: Principal, reason: str) -> Bought:
    """It runs to the end of what is paid, and is not renewed."""
    if len(reason) > LONGEST_REASON:
        raise Invalid(fields={"reason": _("At most %(most)s characters.", most=LONGEST_REASON)})
    bought = await _subscribed(uow)
    account = await account_of(uow, bought)
    key = _key(bought, "cancel")
    mirror = await selling.gateway.cancel(account, reason=reason.strip(), key=key)
    after = msgspec.structs.replace(bought.with_news(mirror), cancel_reason=reason.strip())
    return await write(uow, principal, bought, after)


async def resume(uow: UnitOfWork, principal: Principal, *, cheaper: bool = False) -> Bought:
    """Renewed after all; `cheaper` takes the offer that is made to those who want to leave."""
    bought = await _subscribed(uow)
    if bought.ends_at is None:
        return bought
    if cheaper and not _may_stay_for_less(bought):
        raise Conflict(_("The offer holds once. It can be renewed at the usual price."))
    gateway = selling.gateway
    ask = gateway.win_back if cheaper else gateway.resume
    account, key = await account_of(uow, bought), _key(bought, "resume")
    after = msgspec.structs.replace(
        bought.with_news(await ask(account, key=key)),
        cancel_reason="",
        won_back_at=clock.now() if cheaper else bought.won_back_at,
    )
    return await write(uow, principal, bought, after)


async def offer(uow: UnitOfWork, bought: Bought) -> Preview | None:
    """What staying for less would cost next, while it is offered."""
    if bought.ends_at is None or not bought.runs or not _may_stay_for_less(bought):
        return None
    return await selling.gateway.offer(await account_of(uow, bought))


def _may_stay_for_less(bought: Bought) -> bool:
    # Else it were half price for whoever leaves each month.
    return bought.won_back_at is None and bought.unpaid_since is None


async def upcoming(uow: UnitOfWork, bought: Bought) -> Preview | None:
    """The next invoice."""
    if not bought.runs or bought.ends_at is not None:
        return None
    return await selling.gateway.upcoming(await account_of(uow, bought))


async def invoices(uow: UnitOfWork, bought: Bought) -> list[Invoice]:
    """The latest invoices, each with what went back of it."""
    if bought.customer_id is None:
        return []
    back = await reversals(uow)
    return [
        msgspec.structs.replace(
            one, reversals=tuple(part for part in back if part.invoice_id == one.id)
        )
        for one in await selling.gateway.invoices(await account_of(uow, bought))
    ]


async def _subscribed(uow: UnitOfWork) -> Bought:
    bought = await held(uow)
    if not bought.runs:
        raise NothingBought
    return bought


async def _drop(uow: UnitOfWork, principal: Principal, bought: Bought) -> Bought:
    account, key = await account_of(uow, bought), _key(bought, "drop")
    return await apply(uow, principal, await selling.gateway.drop_planned(account, key=key))


def _key(bought: Bought, verb: str, at: datetime | None = None) -> str:
    """The same wish about the same state is the same call, however often it is sent."""
    moment = f":{at:%Y%m%dT%H%M%S}" if at else ""
    return f"{bought.tenant_id}:{bought.version}:{verb}{moment}"
