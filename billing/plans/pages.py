"""The price list: for strangers, and beside it what the workspace has."""

from typing import Annotated, Any

from litestar.params import FromPath, QueryParameter
from litestar.response import Response

from billing.buying.api import NEEDS
from billing.buying.standing import standing_of
from billing.plans.shelf import CURRENCIES, INTERVALS, Offer, offers
from billing.plans.telling import points
from billing.switch import selling
from kernel.http import ALWAYS, PUBLIC, Ctx, get
from kernel.i18n import current_language
from tenants.people.signup import CURRENCIES as USUAL
from web.render import page

Choice = Annotated[str, QueryParameter(max_length=10)]


@get("/pricing", needs=PUBLIC, include_in_schema=False)
async def pricing(ctx: Ctx, currency: Choice = "", interval: Choice = "month") -> Response[str]:
    """What it costs; where nothing is sold, that everything is there."""
    shown = currency if currency in CURRENCIES else USUAL[current_language()]
    cycle = interval if interval in INTERVALS else "month"
    shelf: list[Offer] = []
    if selling.on:
        await ctx.uow.begin_outside()
        shelf = await offers(ctx.uow)
    return page("billing/plans/templates/pricing.html", **_shown(shelf, shown, cycle))


@get("/{workspace:str}/settings/billing/plans", needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def plans_page(
    ctx: Ctx, workspace: FromPath[str], interval: Choice = "", currency: Choice = ""
) -> Response[str]:
    there = await standing_of(ctx)
    chosen = currency in CURRENCIES and there.bought.may_choose_currency
    cycle = interval if interval in INTERVALS else there.bought.interval
    shelf = await offers(ctx.uow)
    return page(
        "billing/plans/templates/plans.html",
        there=there,
        contact=selling.contact,
        **_shown(shelf, currency if chosen else there.bought.currency, cycle),
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
