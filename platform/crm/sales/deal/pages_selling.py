"""The products of a deal, chosen and priced in a dialog."""

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from babel.numbers import get_currency_precision
from litestar.params import FromPath
from litestar.response import Response

from crm.catalogue.pricing.asking import prices_for
from crm.catalogue.pricing.typed import number
from crm.catalogue.product.model import PRODUCT
from crm.records.listing import Page, listed
from crm.records.pages.forms import COMMON_CURRENCIES, ids, sent
from crm.records.reading import View
from crm.sales.deal.floors import decide
from crm.sales.deal.pages_board import TEMPLATES
from crm.sales.deal.parts import Line, Lines, lines_of, sees_prices, set_lines
from crm.sales.deal.service import Deals
from kernel.errors import Forbidden, Invalid
from kernel.filters import Test
from kernel.http import Ctx, get, post
from kernel.i18n import _
from kernel.money import CURRENCIES, from_decimal
from tenants.workspace.answers import here, settled
from web import shell
from web.render import fragment, redirect
from web.toasts import Toast

SPARE: Final = 3
MOST: Final = 10**12
WHOLE: Final = 10_000
_ONE: Final = "/{workspace:str}/deals/{record_id:uuid}"
_LINES: Final = f"{_ONE}/lines"


@get(_LINES, needs="deal:edit", include_in_schema=False)
async def lines_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """The lines as they are, and some empty ones."""
    deal = await Deals(ctx.uow, ctx.principal).get(record_id)
    if not sees_prices(ctx.principal):
        raise Forbidden
    lines = await lines_of(ctx.uow, ctx.principal, record_id)
    currency = lines.currency if lines.items or not deal["amount"] else deal["amount"]["currency"]
    digits = get_currency_precision(currency)
    products = await _products(ctx)
    company_id = next(iter(deal["companies"]), None)
    asked = [(product["id"], 1000) for product in products]
    prices = await prices_for(ctx.uow, ctx.principal, company_id, currency, asked)
    return fragment(
        f"{TEMPLATES}/lines.html",
        deal=deal,
        lines=Lines(currency, lines.items),
        rows=[*lines.items, *([None] * SPARE)],
        products=list(zip(products, prices, strict=True)),
        currencies=list(dict.fromkeys((currency, ctx.principal.currency, *COMMON_CURRENCIES))),
        quantity=lambda line: f"{Decimal(line.quantity) / 1000:f}" if line else "",
        price=lambda line: f"{Decimal(line.price).scaleb(-digits):.{digits}f}" if line else "",
        discount=lambda line: f"{Decimal(line.discount) / 100:f}" if line and line.discount else "",
    )


@post(_LINES, needs="deal:edit", include_in_schema=False)
async def save_lines(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """These lines and no others; their total is the amount."""
    data = await sent(ctx.request)
    currency = data.get("currency")
    if currency not in CURRENCIES:
        raise Invalid(_("A currency is three letters such as EUR, USD or CNY."))
    names = ("product_id", "text", "quantity", "price", "discount")
    rows = zip(*(data.all(name) for name in names), strict=False)
    items = [_line(row, currency) for row in rows if row[2].strip()]
    deals = Deals(ctx.uow, ctx.principal)
    asked = await set_lines(deals, record_id, Lines(currency, items))
    said = _("Saved. A manager is asked for the price below the floor.") if asked else _("Saved.")
    return redirect(shell.current().at(f"deals/{record_id}"), toast=Toast(said))


@post(f"{_ONE}/price-decision", needs="deal:transfer", include_in_schema=False)
async def decide_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """A manager agrees to a price below the floor, or does not."""
    approved = (await sent(ctx.request)).get("approved") == "1"
    work = decide(Deals(ctx.uow, ctx.principal), record_id, approved=approved)
    said = _("You agreed to the price.") if approved else _("You declined the price.")
    return await settled(ctx, work, here(ctx, f"deals/{record_id}"), said)


def _line(row: Any, currency: str) -> Line:
    chosen, text, quantity, price, discount = row
    product_id = next(iter(ids([chosen])), None)
    minor = from_decimal(number(price), currency).amount_minor if price.strip() else None
    share = int(number(discount or "0") * 100)
    thousandths = int(number(quantity) * 1000)
    if not (0 < thousandths <= MOST and 0 <= (minor or 0) <= MOST and 0 <= share <= WHOLE):
        raise Invalid(_("Check quantity, price and discount (0 to 100 %)."))
    return Line(thousandths, minor, text, product_id, share)


async def _products(ctx: Ctx) -> list[View]:
    if not ctx.principal.may("product:see"):
        return []
    page = Page(where=Test("active", "eq", value=True), sort="name", limit=200)
    return (await listed(ctx.uow, ctx.principal, PRODUCT, page)).items


ROUTES = [lines_dialog, save_lines, decide_by_form]
