"""On a deal's page: what its competitors offer, and a form to write it down."""

from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from babel.numbers import get_currency_precision
from litestar.params import FromPath
from litestar.response import Response

from crm.catalogue.pricing.typed import number
from crm.records.pages.forms import COMMON_CURRENCIES, ids, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View
from crm.records.types import RecordType
from crm.sales.deal.model import DEAL
from crm.sales.deal.service import Deals
from crm.sales.rival.service import RivalOffer, RivalOffers, offers_on, set_offers
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _
from kernel.money import CURRENCIES, from_decimal
from web import shell
from web.render import fragment, redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/sales/rival/templates"
SPARE: Final = 2
_AT: Final = "/{workspace:str}/deals/{record_id:uuid}/rival-offers"


@get(_AT, needs="deal:edit", include_in_schema=False)
async def offers_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What is known, and some empty lines."""
    deal = await Deals(ctx.uow, ctx.principal).get(record_id)
    found = await offers_on(ctx.uow, ctx.principal, record_id)
    return fragment(
        f"{TEMPLATES}/dialog.html",
        deal=deal,
        rows=[*found, *([None] * SPARE)],
        currencies=list(dict.fromkeys((ctx.principal.currency, *COMMON_CURRENCIES))),
        typed=_typed,
    )


@post(_AT, needs="deal:edit", include_in_schema=False)
async def save_offers(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """These and no others; a line without a product is left out."""
    data = await sent(ctx.request)
    names = ("competitor_id", "product", "price", "currency", "note", "day")
    rows = zip(*(data.all(name) for name in names), strict=False)
    items = [_offer(row) for row in rows if row[1].strip()]
    await set_offers(Deals(ctx.uow, ctx.principal), record_id, RivalOffers(items))
    return redirect(shell.current().at(f"deals/{record_id}"), toast=Toast(_("Saved.")))


def _offer(row: Any) -> RivalOffer:
    rival, product, price, currency, note, day = row
    found = ids([rival])
    if not found or currency not in CURRENCIES:
        raise Invalid(_("Choose a competitor and a currency."))
    try:
        heard = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise Invalid(_("The day cannot be read. Please check it.")) from error
    minor = from_decimal(number(price), currency).amount_minor if price.strip() else None
    return RivalOffer(
        competitor_id=found[0],
        product=product,
        price=minor,
        currency=currency,
        note=note,
        day=heard,
    )


def _typed(row: RivalOffer | None) -> str:
    if row is None or row.price is None:
        return ""
    digits = get_currency_precision(row.currency)
    return f"{Decimal(row.price).scaleb(-digits):.{digits}f}"


async def _offers(ctx: Ctx, _kind: RecordType, deal: View) -> dict[str, Any]:
    rivals = deal.get("competitors")
    found = await offers_on(ctx.uow, ctx.principal, deal["id"]) if rivals else []
    return {"rivals": rivals, "offers": found}


add_panel(
    Panel(
        name="rival-offers",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind is DEAL,
        load=_offers,
        needs="competitor:see",
    )
)

ROUTES = [offers_dialog, save_offers]
