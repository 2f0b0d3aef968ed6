"""Paying in advance, for programs."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from billing.prepaid import service, titles
from billing.prepaid.service import Order
from billing.switch import demand_selling
from kernel.http import ALWAYS, Ctx, delete, get, post, put
from kernel.money import Money

API = "/api/v1/{workspace:str}/billing"
NEEDS = "settings:billing"
TAGS = ["Billing"]
Count = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class OrderView(msgspec.Struct):
    """`page` is where it is paid, once the bill is written; `reference` goes on a transfer."""

    id: UUID
    reference: str
    interval: str
    periods: int
    seats: int
    amount: Money
    provider: str
    state: str
    page: str
    due_at: datetime
    paid_at: datetime | None
    created_at: datetime


class PrepaidView(msgspec.Struct):
    """The latest orders, to whom invoices are made out, and where transfers go."""

    orders: list[OrderView]
    title: titles.Title
    bank: str


class NewOrder(msgspec.Struct, forbid_unknown_fields=True):
    """So many months or years of a plan; `by` is `invoice` (a page to pay on) or `transfer`.

    `currency` is chosen before the first payment alone.
    """

    plan: str
    seats: Count
    interval: Literal["month", "year"] = "year"
    periods: Count = 1
    by: Literal["invoice", "transfer"] = "invoice"
    currency: str | None = None


@get(f"{API}/orders", needs=NEEDS, opt=ALWAYS, operation_id="listPrepaidOrders", tags=TAGS)
async def list_orders(ctx: Ctx, workspace: FromPath[str]) -> PrepaidView:
    """What was ordered in advance."""
    demand_selling()
    return PrepaidView(
        [_shown(one) for one in await service.orders(ctx.uow)],
        await titles.title_of(ctx.uow),
        ctx.settings.bank_details or "",
    )


@post(f"{API}/orders", needs=NEEDS, opt=ALWAYS, operation_id="createPrepaidOrder", tags=TAGS)
async def create_order(ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewOrder]) -> OrderView:
    """Order a period; it begins when it is paid."""
    demand_selling()
    return _shown(await service.order(ctx.uow, ctx.principal, **msgspec.structs.asdict(data)))


@delete(
    f"{API}/orders/{{prepaid_order_id:uuid}}",
    needs=NEEDS,
    opt=ALWAYS,
    operation_id="withdrawPrepaidOrder",
    tags=TAGS,
)
async def withdraw_order(
    ctx: Ctx, workspace: FromPath[str], prepaid_order_id: FromPath[UUID]
) -> None:
    """Withdraw one that is not paid."""
    demand_selling()
    await service.withdraw(ctx.uow, ctx.principal, prepaid_order_id)


@put(
    f"{API}/invoice-title",
    needs=NEEDS,
    opt=ALWAYS,
    status_code=204,
    operation_id="setInvoiceTitle",
    tags=TAGS,
)
async def set_title(ctx: Ctx, workspace: FromPath[str], data: JSONBody[titles.Title]) -> None:
    """To whom tax invoices are made out, of an open order too."""
    demand_selling()
    await titles.tell(ctx.uow, ctx.principal, data)


def _shown(order: Order) -> OrderView:
    return OrderView(
        id=order.id,
        reference=order.reference,
        interval=order.interval,
        periods=order.periods,
        seats=order.quantity,
        amount=order.amount,
        provider=order.provider,
        state=order.state,
        page=order.page,
        due_at=order.due_at,
        paid_at=order.paid_at,
        created_at=order.created_at,
    )


ROUTES = [list_orders, create_order, withdraw_order, set_title]
