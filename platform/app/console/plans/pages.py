"""The price list, and the form for a new version of a plan."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby, product
from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from app.console.door import me_of, work_of
from app.console.plans.service import draft_of, price_list, publish
from billing.plans.shelf import CURRENCIES, INTERVALS, Offer, offer_called
from billing.switch import demand_selling
from billing.usage.telling import amount
from billing.words import INTERVALS as INTERVAL_WORDS
from kernel.entitled import FEATURES, LIMITS
from kernel.errors import Invalid, NotFound, Refused, Unreadable
from kernel.http import OPERATOR, Ctx, get, post
from kernel.i18n import _
from web.render import page, redirect
from web.toasts import Toast

AT: Final = "/operator/plans"
ONE: Final = f"{AT}/{{plan:str}}"


@get(AT, needs=OPERATOR, include_in_schema=False)
async def plans_page(ctx: Ctx) -> Response[str]:
    demand_selling()
    found = await price_list(work_of(ctx))
    return page(
        "app/console/plans/templates/plans.html",
        plans=[list(rows) for _plan, rows in groupby(found, lambda one: one[0].plan)],
        currencies=CURRENCIES,
        limits=LIMITS,
        features=FEATURES,
        amount=amount,
        sells=True,
    )


@get(ONE, needs=OPERATOR, include_in_schema=False)
async def plan_page(ctx: Ctx, plan: FromPath[str]) -> Response[str]:
    demand_selling()
    offer = await _offer(ctx, plan)
    return _form(offer, _as_form(offer), None)


@post(ONE, needs=OPERATOR, include_in_schema=False)
async def publish_plan(ctx: Ctx, plan: FromPath[str]) -> Response[str]:
    demand_selling()
    form = {name: str(value) for name, value in (await ctx.request.form()).items()}
    work, offer = work_of(ctx), await _offer(ctx, plan)
    try:
        known = UUID(form.get("version", ""))
    except ValueError as error:
        raise Unreadable from error
    try:
        async with work.savepoint():
            number = await publish(work, me_of(ctx), plan, known, draft_of(form))
    except Refused as error:
        return _form(offer, form, error)
    told = _(
        "Version %(number)s is sold from now on. Who has an older one keeps it.", number=number
    )
    return redirect(AT, toast=Toast(told))


async def _offer(ctx: Ctx, plan: str) -> Offer:
    try:
        return await offer_called(work_of(ctx), plan)
    except Invalid as error:
        raise NotFound from error


def _form(offer: Offer, form: Mapping[str, Any], error: Refused | None) -> Response[str]:
    return page(
        "app/console/plans/templates/publish.html",
        status_code=error.status if error else 200,
        offer=offer,
        form=form,
        error=error,
        prices=[(*key, INTERVAL_WORDS[key[1]]) for key in product(CURRENCIES, INTERVALS)],
        limits=LIMITS,
        features=FEATURES,
        sells=True,
    )


def _as_form(offer: Offer) -> dict[str, Any]:
    """What is sold now, to begin with."""
    said: dict[str, Any] = {}
    for currency, interval in product(CURRENCIES, INTERVALS):
        if price := offer.price(currency, interval):
            said[f"price_{currency}_{interval}"] = Decimal(price.unit_minor).scaleb(-2)
    for name in LIMITS:
        kept = offer.limits.get(name, 0)
        said[f"limit_{name}"] = "" if kept is None else kept
        said[f"per_seat_{name}"] = name in offer.per_seat
    return said | {f"feature_{name}": name in offer.features for name in FEATURES}


ROUTES = [plans_page, plan_page, publish_plan]
