"""Settings, Price books: for which customers, from when to when, and what each product costs."""

from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final
from uuid import UUID

from babel.numbers import get_currency_precision
from litestar.params import FromPath
from litestar.response import Response

from crm.catalogue.pricing.service import (
    PriceBook,
    archive,
    book,
    books,
    change,
    open_book,
    prices_in,
)
from crm.catalogue.pricing.typed import number
from crm.catalogue.pricing.wishes import LARGEST, Price, PriceBookWish
from crm.catalogue.product.model import PRODUCT
from crm.customers.company.model import COMPANY
from crm.customers.pool.pages_settings import whole
from crm.customers.territory.forms import day
from crm.records.listing import Page, listed
from crm.records.pages.forms import COMMON_CURRENCIES, Sent, ids, sent
from crm.records.pages.lines import MORE, condition_of, in_words, lines_of, offered
from crm.records.reading import demand_visible
from kernel.errors import Invalid
from kernel.filters import EVERYTHING, Test, tree
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from kernel.money import CURRENCIES, from_decimal
from tenants.audit.words import FIELDS, THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT: Final = "settings/price-books"
NEEDS: Final = "settings:workspace"
TEMPLATES: Final = "crm/catalogue/pricing/templates"
SPARE: Final = 3
_ALL: Final = f"/{{workspace:str}}/{AT}"
_ONE: Final = f"{_ALL}/{{price_book_id:uuid}}"

THINGS["price_book"] = Thing(lazy("Price book"), plainly)
FIELDS["prices"] = lazy("Prices")
navigation.add(
    "settings",
    Entry(
        key="price-books",
        label=lazy("Price books"),
        icon="book-open",
        path=AT,
        order=136,
        permission=NEEDS,
    ),
)


@get(_ALL, needs=NEEDS, include_in_schema=False)
async def books_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """All of them, and a form for one more."""
    return page(
        f"{TEMPLATES}/books.html",
        rows=[(one, _words(ctx, one)) for one in await books(ctx.uow)],
        **await _form(ctx, None),
    )


@post(_ALL, needs=NEEDS, include_in_schema=False)
async def open_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await open_book(ctx.uow, ctx.principal, _wish(ctx, data, None))

    return await settled(ctx, work(), here(ctx, AT), _("Saved."))


@get(_ONE, needs=NEEDS, include_in_schema=False)
async def book_page(
    ctx: Ctx, workspace: FromPath[str], price_book_id: FromPath[UUID]
) -> Response[str]:
    """One of them, with its prices."""
    one = await book(ctx.uow, price_book_id)
    return page(f"{TEMPLATES}/book.html", words=_words(ctx, one), **await _form(ctx, one))


@post(_ONE, needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], price_book_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        before = await book(ctx.uow, price_book_id)
        await change(ctx.uow, ctx.principal, price_book_id, _wish(ctx, data, before))

    return await settled(ctx, work(), here(ctx, f"{AT}/{price_book_id}"), _("Saved."))


@post(f"{_ONE}/archival", needs=NEEDS, include_in_schema=False)
async def archive_by_form(
    ctx: Ctx, workspace: FromPath[str], price_book_id: FromPath[UUID]
) -> Response[str]:
    work = archive(ctx.uow, ctx.principal, price_book_id)
    return await settled(ctx, work, here(ctx, AT), _("Archived."))


async def _form(ctx: Ctx, one: PriceBook | None) -> dict[str, Any]:
    """What the form begins with; a condition that does not fit into lines is kept."""
    node = one.node if one else EVERYTHING
    lines = Sent([]) if node == EVERYTHING else lines_of(ctx.principal, COMPANY, node)
    currency = one.currency if one else ctx.principal.currency
    digits = get_currency_precision(currency)
    prices = await prices_in(ctx.uow, one.id) if one else []
    query = Page(where=Test("active", "eq", value=True), sort="name", limit=200)
    found = (await listed(ctx.uow, ctx.principal, PRODUCT, query)).items
    products = {product["id"]: product["title"] for product in found}
    held = await demand_visible(ctx.uow, ctx.principal, [price.product_id for price in prices])
    products |= {product_id: title for product_id, (_kind, title) in held.items()}
    return {
        "one": one,
        "lines": lines or Sent([]),
        "fits": lines is not None,
        "offered": offered(ctx.principal, COMPANY, MORE),
        "currencies": list(dict.fromkeys((currency, *COMMON_CURRENCIES))),
        "products": list(products.items()),
        "rows_of": [*prices, *([None] * SPARE)],
        "price": lambda minor: f"{Decimal(minor).scaleb(-digits):.{digits}f}",
        "quantity": lambda row: f"{Decimal(row.from_quantity) / 1000:f}",
    }


def _wish(ctx: Ctx, data: Sent, before: PriceBook | None) -> PriceBookWish:
    currency = data.get("currency")
    if currency not in CURRENCIES:
        raise Invalid(_("A currency is three letters such as EUR, USD or CNY."))
    said = condition_of(ctx.principal, COMPANY, data, MORE)
    kept = before.filter if before and data.get("kept") and not said else None
    names = ("product_id", "from_quantity", "price", "floor")
    rows = zip_longest(*(data.all(name) for name in names), fillvalue="")
    return PriceBookWish(
        name=data.get("name")[:200],
        currency=currency,
        filter=kept or said or tree(EVERYTHING),
        position=whole(data, "position", 1000),
        valid_from=day(data, "valid_from"),
        valid_until=day(data, "valid_until"),
        prices=[_price(row, currency) for row in rows if row[0] and row[2].strip()],
    )


def _price(row: Any, currency: str) -> Price:
    product, many, price, floor = row
    found = ids([product])
    minor = from_decimal(number(price), currency).amount_minor
    least = from_decimal(number(floor), currency).amount_minor if floor.strip() else None
    thousandths = int(number(many or "0") * 1000)
    if not (found and 0 <= minor <= LARGEST and 0 <= thousandths <= LARGEST):
        raise Invalid(_("Check product, quantity and price."))
    return Price(found[0], minor, thousandths, least)


def _words(ctx: Ctx, one: PriceBook) -> str:
    return in_words(ctx.principal, COMPANY, one.node, _("every customer"))


ROUTES = [books_page, open_by_form, book_page, change_by_form, archive_by_form]
