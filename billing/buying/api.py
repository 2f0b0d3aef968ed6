"""Plan, price and payment for programs."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody

from billing.buying import service
from billing.buying.standing import standing_of
from billing.buying.wishing import Change, change_to, moment_of, price_of
from billing.gateway.port import Invoice, Preview
from billing.subscription.bought import Bought
from billing.subscription.service import held
from billing.switch import demand_selling
from kernel.entitled import Kind, Openness
from kernel.http import ALWAYS, Ctx, delete, get, post
from kernel.money import Money

API = "/api/v1/{workspace:str}/billing"
NEEDS = "settings:billing"
TAGS = ["Billing"]
Interval = Literal["month", "year"]


class PlannedView(msgspec.Struct, frozen=True):
    """What holds from a day on."""

    at: datetime
    plan: str | None
    interval: str | None
    seats: int | None


class BillingView(msgspec.Struct, frozen=True, kw_only=True):
    """`openness` is full, reading, exporting or closed, until `open_until`.

    `status` is free, trialing, active, past_due or canceled; `sells` says whether one buys by
    oneself here.
    """

    plan: str
    status: str
    because: Kind
    openness: Openness
    open_until: datetime | None
    interval: str
    seats: int
    seats_taken: int
    cost: Money
    trial_ends_at: datetime | None
    period_end: datetime | None
    ends_at: datetime | None
    past_due_since: datetime | None
    planned: PlannedView | None
    credit_minor: int
    sells: bool


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays. `currency` is chosen before the first payment alone."""

    plan: str | None = None
    interval: Interval | None = None
    seats: int | None = None
    currency: str | None = None
    at: datetime | None = None


class Wanted(Asked, frozen=True, forbid_unknown_fields=True):
    """`without` are the members who only look on, where seats get fewer.

    `at` is the `at` of the price that was looked at, of the last hour.
    """

    without: list[UUID] = []


class PriceView(msgspec.Struct, frozen=True):
    """`at_once` says whether it happens now; `losing`, how many members will only look on."""

    at_once: bool
    losing: int
    price: Preview


class Purchase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A first subscription."""

    plan: str
    interval: Interval = "month"
    seats: int | None = None
    currency: str | None = None
    coupon: str = ""


class Leaving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why, in the owner's words."""

    reason: str = ""


class PlaceView(msgspec.Struct, frozen=True):
    """A page at the provider's, to go to."""

    url: str


class InvoicesView(msgspec.Struct, frozen=True):
    """The newest first."""

    items: list[Invoice]
    upcoming: Preview | None


@get(API, needs=NEEDS, opt=ALWAYS, operation_id="getBilling", tags=TAGS)
async def get_billing(ctx: Ctx, workspace: FromPath[str]) -> BillingView:
    """Where the workspace stands; 404 where nothing is sold."""
    there = await standing_of(ctx)
    bought, phase = there.bought, there.phase
    planned = None
    if bought.next_at is not None and bought.runs:
        coming = there.coming.plan if there.coming else None
        planned = PlannedView(bought.next_at, coming, bought.next_interval, bought.next_quantity)
    return BillingView(
        plan=there.offer.plan,
        status=bought.status,
        because=phase.kind,
        openness=phase.openness,
        open_until=phase.until,
        interval=bought.interval,
        seats=there.seats,
        seats_taken=there.taken,
        cost=there.cost,
        trial_ends_at=bought.trial_ends_at,
        period_end=bought.period_end,
        ends_at=there.ends_at,
        past_due_since=bought.past_due_since,
        planned=planned,
        credit_minor=bought.credit_minor,
        sells=there.sells,
    )


@post(f"{API}/prices", needs=NEEDS, opt=ALWAYS, status_code=200, operation_id="priceOf", tags=TAGS)
async def price(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Asked]) -> PriceView:
    """What a change would cost, today and then. Nothing happens."""
    demand_selling()
    bought = await held(ctx.uow)
    asked = await _asked(ctx, bought, data)
    told = await price_of(ctx.uow, bought, asked, moment_of(data.at))
    return PriceView(asked.at_once, 0 if asked.at_once else asked.losing, told)


async def _asked(ctx: Ctx, bought: Bought, said: Asked | Purchase) -> Change:
    return await change_to(
        ctx.uow,
        bought,
        plan=said.plan,
        interval=said.interval,
        seats=said.seats,
        currency=said.currency,
    )


@post(
    f"{API}/changes",
    needs=NEEDS,
    opt=ALWAYS,
    status_code=204,
    operation_id="changeSubscription",
    tags=TAGS,
)
async def change(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Wanted]) -> None:
    """More is given and charged at once, less comes with the next period."""
    demand_selling()
    await service.change(
        ctx.uow,
        ctx.principal,
        plan=data.plan,
        interval=data.interval,
        seats=data.seats,
        currency=data.currency,
        without=data.without,
        at=data.at,
    )


@delete(f"{API}/changes", needs=NEEDS, opt=ALWAYS, operation_id="dropPlannedChange", tags=TAGS)
async def change_mind(ctx: Ctx, workspace: FromPath[str]) -> None:
    """What was planned for the next period is forgotten."""
    demand_selling()
    await service.change_mind(ctx.uow, ctx.principal)


@post(f"{API}/checkout", needs=NEEDS, opt=ALWAYS, operation_id="checkout", tags=TAGS)
async def checkout(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Purchase]) -> PlaceView:
    """The page where a first subscription is paid for."""
    demand_selling()
    bought = await held(ctx.uow)
    asked = await _asked(ctx, bought, data)
    back = f"{ctx.settings.url}/{ctx.principal.slug}/settings/billing"
    return PlaceView(await service.checkout(ctx.uow, asked, bought, at=back, coupon=data.coupon))


@post(f"{API}/portal", needs=NEEDS, opt=ALWAYS, operation_id="portal", tags=TAGS)
async def portal(ctx: Ctx, workspace: FromPath[str]) -> PlaceView:
    """The page where cards, tax ids and receipts are kept."""
    demand_selling()
    back = f"{ctx.settings.url}/{ctx.principal.slug}/settings/billing"
    return PlaceView(await service.portal(ctx.uow, at=back))


@post(f"{API}/cancellation", needs=NEEDS, opt=ALWAYS, operation_id="cancelSubscription", tags=TAGS)
async def cancel(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Leaving]) -> None:
    """It runs to the end of what is paid."""
    demand_selling()
    await service.cancel(ctx.uow, ctx.principal, data.reason)


@delete(
    f"{API}/cancellation", needs=NEEDS, opt=ALWAYS, operation_id="resumeSubscription", tags=TAGS
)
async def resume(ctx: Ctx, workspace: FromPath[str], cheaper: FromQuery[bool] = False) -> None:  # noqa: FBT002 -- of the address
    """Renewed after all; `cheaper` takes the offer to those who want to leave, once."""
    demand_selling()
    await service.resume(ctx.uow, ctx.principal, cheaper=cheaper)


@get(f"{API}/invoices", needs=NEEDS, opt=ALWAYS, operation_id="listInvoices", tags=TAGS)
async def list_invoices(ctx: Ctx, workspace: FromPath[str]) -> InvoicesView:
    """The latest invoices, and the next one."""
    demand_selling()
    bought = await held(ctx.uow)
    return InvoicesView(
        await service.invoices(ctx.uow, bought), await service.upcoming(ctx.uow, bought)
    )


ROUTES = [
    get_billing,
    price,
    change,
    change_mind,
    checkout,
    portal,
    cancel,
    resume,
    list_invoices,
]
