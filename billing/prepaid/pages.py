"""Paying in advance, by form: order, pay or withdraw, and say to whom the invoice goes."""

from typing import Final
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from billing.plans.pages import Choice
from billing.plans.shelf import CURRENCIES, INTERVALS, Offer, offers
from billing.prepaid import service, titles
from billing.prepaid.api import NEEDS
from billing.subscription.service import held
from billing.switch import demand_selling, selling
from kernel.errors import Invalid
from kernel.formats import format_money
from kernel.http import ALWAYS, Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import DEEDS, FIELDS, THINGS, Thing, plainly
from tenants.people.doors import form_of
from tenants.workspace.answers import here, settled
from web.render import page

PAGE: Final = "settings/billing/prepaid"
AT: Final = f"/{{workspace:str}}/{PAGE}"
_TITLE: Final = ("special", "name", "tax_number", "address", "phone", "bank", "account", "email")

THINGS["prepaid_order"] = Thing(lazy("Order in advance"), plainly)
THINGS["invoice_title"] = Thing(lazy("Invoice title"), plainly)
FIELDS["reference"] = lazy("Reference")
FIELDS["amount"] = lazy("Amount")
FIELDS["paid_by"] = lazy("Marked as paid by")
DEEDS["paid"] = lazy("%(type)s paid")
DEEDS["order_withdrawn"] = lazy("%(type)s withdrawn")


@get(AT, needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def prepaid_page(ctx: Ctx, workspace: FromPath[str], currency: Choice = "") -> Response[str]:
    """Orders, a form for one more, and the title."""
    demand_selling()
    bought = await held(ctx.uow)
    if currency not in CURRENCIES or not bought.may_choose_currency:
        currency = bought.currency
    sold = [offer for offer in await offers(ctx.uow) if not offer.free]
    return page(
        "billing/prepaid/templates/prepaid.html",
        orders=await service.orders(ctx.uow),
        plans=[(offer.plan, _priced(offer, currency)) for offer in sold],
        plan_names={offer.version_id: offer.name for offer in sold},
        title=await titles.title_of(ctx.uow),
        bought=bought,
        currency=currency,
        currencies=CURRENCIES,
        by_invoice=selling.gateway.name == "stripe",
        bank=ctx.settings.bank_details or "",
    )


def _priced(offer: Offer, currency: str) -> str:
    month, year = (offer.price(currency, interval) for interval in INTERVALS)
    if month is None or year is None:
        return offer.name
    return _(
        "%(plan)s: each seat %(month)s a month, %(year)s a year",
        plan=offer.name,
        month=format_money(month.unit_minor, currency),
        year=format_money(year.unit_minor, currency),
    )


@post(AT, needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def order_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One more period."""
    demand_selling()
    form = await form_of(ctx, "plan", "seats", "interval", "periods", "by", "currency")

    async def work() -> None:
        await service.order(
            ctx.uow,
            ctx.principal,
            plan=form["plan"],
            interval=form["interval"],
            periods=_number("periods", form["periods"]),
            seats=_number("seats", form["seats"]),
            by=form["by"],
            currency=form["currency"] or None,
        )

    return await settled(ctx, work(), here(ctx, PAGE), _("Ordered. It begins when it is paid."))


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):  # noqa: PLR2004 -- 10,000
        raise Invalid(fields={name: _("Enter a whole number.")})
    return int(text)


@post(
    f"{AT}/{{prepaid_order_id:uuid}}/withdrawal", needs=NEEDS, opt=ALWAYS, include_in_schema=False
)
async def withdraw_by_form(
    ctx: Ctx, workspace: FromPath[str], prepaid_order_id: FromPath[UUID]
) -> Response[str]:
    """Not wanted any more."""
    demand_selling()
    work = service.withdraw(ctx.uow, ctx.principal, prepaid_order_id)
    return await settled(ctx, work, here(ctx, PAGE), _("Order withdrawn."))


@post(f"{AT}/title", needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def title_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """To whom tax invoices are made out."""
    demand_selling()
    form = await form_of(ctx, *_TITLE)

    async def work() -> None:
        said = {**form, "special": form["special"] == "1"}
        try:
            title = msgspec.convert(said, titles.Title)
        except msgspec.ValidationError:
            raise Invalid(fields={"name": _("At most 200 characters in each field.")}) from None
        await titles.tell(ctx.uow, ctx.principal, title)

    return await settled(ctx, work(), here(ctx, PAGE), _("Saved."))


ROUTES = [prepaid_page, order_by_form, withdraw_by_form, title_by_form]
