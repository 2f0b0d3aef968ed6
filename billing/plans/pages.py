"""The price list: for strangers, and beside it what the workspace has."""

from typing import Annotated, Any, Final

from litestar.params import FromPath, QueryParameter
from litestar.response import Response

from billing.buying.api import NEEDS
from billing.buying.standing import standing_of
from billing.plans.shelf import CURRENCIES, INTERVALS, Offer, offers
from billing.plans.telling import points
from billing.switch import selling
from kernel.http import ALWAYS, PUBLIC, Ctx, get
from kernel.i18n import current_language
from web.render import page

Choice = Annotated[str, QueryParameter(max_length=10)]
USUAL: Final = {"zh_CN": "CNY"}


@get("/pricing", needs=PUBLIC, include_in_schema=False)
async def pricing(ctx: Ctx, currency: Choice = "", interval: Choice = "month") -> Response[str]:
    """What it costs; where nothing is sold, that everything is there."""
    shown = currency if currency in CURRENCIES else USUAL.get(current_language(), "EUR")
    cycle = interval if interval in INTERVALS else "month"
    shelf: list[Offer] = []
    if selling.on:
        await ctx.uow.begin_outside()
        shelf = await offers(ctx.uow)
    return page("billing/plans/templates/pricing.html", **_shown(shelf, shown, cycle))


@get("/{workspace:str}/settings/billing/plans", needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def plans_page(ctx: Ctx, workspace: FromPath[str], interval: Choice = "") -> Response[str]:
    there = await standing_of(ctx)
    cycle = interval if interval in INTERVALS else there.bought.interval
    shelf = await offers(ctx.uow)
    return page(
        "billing/plans/templates/plans.html",
        there=there,
        contact=selling.contact,
        **_shown(shelf, there.bought.currency, cycle),
    )


def _shown(shelf: list[Offer], currency: str, interval: str) -> dict[str, Any]:
    return {
        "offers": shelf,
        "points": points,
        "currency": currency,
        "currencies": CURRENCIES,
        "interval": interval,
    }


ROUTES = [pricing, plans_page]
