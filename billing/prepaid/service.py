"""Ordering a period in advance, and what happens when it is paid: once, whoever says so."""

from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from dateutil.relativedelta import relativedelta

from billing.buying.wishing import currency_of
from billing.gateway.port import Mirror
from billing.gateway.reckoning import left_of, rounded
from billing.plans.shelf import Offer, offer_called, versions
from billing.prepaid import titles
from billing.prepaid.reference import reference_of
from billing.subscription.bought import Bought
from billing.subscription.service import apply, held
from billing.switch import selling
from kernel import clock, jobs
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.money import Money
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

THING: Final = "prepaid_order"
BILL: Final = "billing.prepaid.bill"
DAYS_TO_PAY: Final = 14
MOST_SEATS: Final = 10_000
LONGEST: Final[dict[str, int]] = {"month": 36, "year": 3}

_COLUMNS: Final = (
    "o.id, o.reference, o.version_id, o.interval, o.periods, o.quantity, o.currency, "
    "o.amount_minor, o.provider, o.state, o.invoice_id, o.page, o.extends, o.due_at, o.paid_at, "
    "o.created_at"
)
_INSERT: Final = """
INSERT INTO prepaid_order (tenant_id, id, reference, version_id, interval, periods, quantity,
    currency, amount_minor, provider, title, extends, due_at, created_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
WHERE NOT EXISTS (SELECT FROM prepaid_order o WHERE o.tenant_id = $1 AND o.state = 'open')
RETURNING id
"""
_LIST: Final = f"""
SELECT {_COLUMNS} FROM prepaid_order o WHERE o.tenant_id = $1
ORDER BY o.tenant_id, o.id DESC LIMIT 50
"""
_ONE: Final = f"SELECT {_COLUMNS} FROM prepaid_order o WHERE o.tenant_id = $1 AND o.id = $2"
_PAID: Final = """
UPDATE prepaid_order SET state = 'paid', paid_at = $3, paid_by = $4
WHERE tenant_id = $1 AND id = $2 AND state <> 'paid' RETURNING id
"""
_WITHDRAWN: Final = """
UPDATE prepaid_order SET state = 'withdrawn'
WHERE tenant_id = $1 AND id = $2 AND state = 'open' RETURNING id
"""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `prepaid_order`; `page` is where it is paid, or empty for a transfer."""

    id: UUID
    reference: str
    version_id: UUID
    interval: Literal["month", "year"]
    periods: int
    quantity: int
    currency: str
    amount_minor: int
    provider: Literal["stripe", "manual"]
    state: Literal["open", "paid", "withdrawn"]
    invoice_id: str | None
    page: str
    extends: bool
    due_at: datetime
    paid_at: datetime | None
    created_at: datetime

    @property
    def amount(self) -> Money:
        """What it costs."""
        return Money(self.amount_minor, self.currency)

    def after(self, moment: datetime) -> datetime:
        """When the period is over that begins then."""
        months = self.periods * (12 if self.interval == "year" else 1)
        ends: datetime = moment + relativedelta(months=months)
        return ends


async def orders(uow: UnitOfWork) -> list[Order]:
    """The latest, the newest first."""
    rows = await uow.fetch(_LIST, uow.tenant_id)
    return [msgspec.convert(dict(row), Order) for row in rows]


async def order_called(uow: UnitOfWork, id: UUID) -> Order:
    """One of this workspace's; raises `NotFound`."""
    row = await uow.fetchrow(_ONE, uow.tenant_id, id)
    if row is None:
        raise NotFound
    return msgspec.convert(dict(row), Order)


async def order(
    uow: UnitOfWork,
    principal: Principal,
    *,
    plan: str,
    interval: str,
    periods: int,
    seats: int,
    by: str,
    currency: str | None = None,
) -> Order:
    """Agree on a period and its price; the bill follows."""
    # Held, so that nobody pays two bills for one thing.
    bought = await held(uow)
    before = msgspec.structs.replace(bought, currency=currency_of(bought, currency))
    if before.provider == "stripe" and before.runs:
        raise Conflict(_("The subscription renews by itself. Cancel it before you pay in advance."))
    offer = await offer_called(uow, plan)
    amount, extends = await _price(uow, before, offer, interval, periods, seats)
    now, id = clock.now(), uuid7()
    made = await uow.fetchval(
        _INSERT,
        uow.tenant_id,
        id,
        reference_of(id),
        offer.version_id,
        interval,
        periods,
        seats,
        before.currency,
        amount,
        "stripe" if by == "invoice" and selling.gateway.name == "stripe" else "manual",
        await titles.kept(uow),
        extends,
        now + timedelta(days=DAYS_TO_PAY),
        now,
    )
    if made is None:
        raise Conflict(_("An order is open already. Pay it, or withdraw it first."))
    found = await order_called(uow, id)
    said = {"reference": found.reference, "amount": found.amount.written}
    await note(uow, principal, THING, id, "created", after=said)
    if found.provider == "stripe":
        await jobs.enqueue(uow, BILL, {"order": str(id)})
    return found


async def _price(
    uow: UnitOfWork, before: Bought, offer: Offer, interval: str, periods: int, seats: int
) -> tuple[int, bool]:
    if not 1 <= periods <= LONGEST.get(interval, 0):
        raise Invalid(fields={"periods": _("Choose one to 36 months, or one to three years.")})
    if not 1 <= seats <= MOST_SEATS:
        raise Invalid(fields={"seats": _("At least one seat.")})
    price = None if offer.free else offer.price(before.currency, interval)
    if price is None:
        raise Invalid(fields={"plan": _("Choose a plan that is paid for.")})
    whole = price.unit_minor * seats * periods
    if _runs_until(before) is None:
        return whole, False
    if (before.version_id, before.quantity) == (offer.version_id, seats):
        return whole, True
    amount = whole - await _left(uow, before)
    if amount <= 0:
        raise Conflict(_("What is paid already is worth more than this. Wait until it ends."))
    return amount, False


def _runs_until(before: Bought) -> datetime | None:
    """The end of the prepaid period that runs now."""
    prepaid = before.provider == "manual" and before.status == "active"
    return before.ends_at if prepaid and before.ends_at and before.ends_at > clock.now() else None


async def _left(uow: UnitOfWork, before: Bought) -> int:
    """What is left of the period that runs, at the price of a month or a year of it."""
    mine = (await versions(uow, before.version_id))[before.version_id]
    price = mine.price(before.currency, before.interval)
    if price is None or before.period_start is None or before.ends_at is None:
        return 0
    step = relativedelta(years=1) if before.interval == "year" else relativedelta(months=1)
    one = before.period_start, before.period_start + step
    whole = (before.ends_at - before.period_start) / (one[1] - one[0])
    share = left_of(before.period_start, before.ends_at, clock.now())
    return rounded(share * price.unit_minor * before.quantity * round(whole))


async def settle(
    uow: UnitOfWork, actor: Principal, order: Order, paid_at: datetime, *, by: str
) -> bool:
    """It is paid: the period begins. Said again, it changes nothing; False then."""
    before = await held(uow)
    if not await uow.fetchval(_PAID, uow.tenant_id, order.id, paid_at, by):
        return False
    now = clock.now()
    runs_until = _runs_until(before) if order.extends else None
    ends = order.after(runs_until or now)
    mirror = Mirror(
        provider="manual",
        customer_id=before.customer_id,
        subscription_id=None,
        item_id=None,
        version_id=order.version_id,
        interval=order.interval,
        currency=order.currency,
        quantity=order.quantity,
        status="active",
        period_start=before.period_start if runs_until else now,
        period_end=ends,
        ends_at=ends,
    )
    await apply(uow, actor, mirror)
    said = {"reference": order.reference, "amount": order.amount.written, "paid_by": by}
    await note(uow, actor, THING, order.id, "paid", after=said)
    return True


async def withdraw(uow: UnitOfWork, principal: Principal, id: UUID) -> None:
    """Ask no more for it."""
    found = await order_called(uow, id)
    if not await uow.fetchval(_WITHDRAWN, uow.tenant_id, id):
        raise Conflict(_("Only an open order can be withdrawn."))
    said: dict[str, Any] = {"reference": found.reference}
    await note(uow, principal, THING, id, "order_withdrawn", after=said)
    if found.provider == "stripe":
        await jobs.enqueue(uow, BILL, {"order": str(id)})
