"""Settings → Plan and billing: what there is, what it costs, and every way to change it."""

from contextlib import suppress
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from litestar.params import FromPath, QueryParameter
from litestar.response import Response

from billing.buying import service
from billing.buying.api import NEEDS
from billing.buying.asking import asked_of, member_named, price_page, wishes
from billing.buying.standing import standing_of
from billing.buying.wishing import change_to
from billing.buying.wording import worded
from billing.gateway.port import ProviderAway
from billing.reversals.service import claim
from billing.subscription.service import held
from billing.switch import demand_selling, selling
from billing.usage.service import usage
from billing.usage.telling import amount
from kernel.entitled import BILLING_PAGE
from kernel.errors import Refused
from kernel.http import ALWAYS, Ctx, get, post
from kernel.i18n import _, lazy
from tenants.people.doors import form_of
from tenants.workspace.answers import here, refused, settled
from web.nav import Entry, navigation
from web.render import page

AT: Final = f"/{{workspace:str}}/{BILLING_PAGE}"
OPEN: Final[dict[str, Any]] = {"needs": NEEDS, "opt": ALWAYS, "include_in_schema": False}
_WISHED: Final = ("plan", "interval", "seats", "currency")
Text = Annotated[str, QueryParameter(max_length=20)]

navigation.add(
    "settings",
    Entry(
        key="billing",
        label=lazy("Plan and billing"),
        icon="receipt",
        path=BILLING_PAGE,
        order=115,
        permission=NEEDS,
        when=lambda: selling.on,
    ),
)


@get(AT, **OPEN)
async def billing_page(ctx: Ctx, workspace: FromPath[str], paid: Text = "") -> Response[str]:
    there = await standing_of(ctx)
    bills: dict[str, Any] = {"invoices": [], "upcoming": None, "lines": [], "away": False}
    try:
        bills["invoices"] = await service.invoices(ctx.uow, there.bought)
        if (upcoming := await service.upcoming(ctx.uow, there.bought)) is not None:
            bills |= {"upcoming": upcoming, "lines": await worded(ctx.uow, upcoming.lines)}
    except ProviderAway:
        bills["away"] = True
    return page(
        "billing/buying/templates/billing.html",
        there=there,
        meters=[m for m in await usage(ctx.uow, ctx.principal.entitled) if m.used or m.cap != 0],
        amount=amount,
        paid=bool(paid) and not there.bought.runs,
        claim=await claim(ctx.uow),
        contact=selling.contact,
        **bills,
    )


@get(f"{AT}/change", **OPEN)
async def change_page(
    ctx: Ctx,
    workspace: FromPath[str],
    plan: Text = "",
    interval: Text = "",
    seats: Text = "",
    currency: Text = "",
) -> Response[str]:
    """What it would cost; nothing has happened yet."""
    said = {"plan": plan, "interval": interval, "seats": seats, "currency": currency}
    return await price_page(ctx, await standing_of(ctx), said)


@post(f"{AT}/change", **OPEN)
async def change_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    demand_selling()
    form = await ctx.request.form()
    said = {name: str(value) for name, value in form.items()}
    asked = asked_of(said)
    without = [member_named(str(one)) for one in form.getall("without", [])]
    work = service.change(ctx.uow, ctx.principal, **asked, without=without)
    back, told = here(ctx, BILLING_PAGE), _("Changed. What holds from when stands here.")
    return await settled(ctx, work, back, told, again=_again(ctx, said))


@post(f"{AT}/checkout", **OPEN)
async def checkout_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """On to the provider's page, where the card is typed."""
    demand_selling()
    sent = await form_of(ctx, *_WISHED, "coupon")
    bought = await held(ctx.uow)
    back = f"{ctx.settings.url}{here(ctx, BILLING_PAGE)}"
    try:
        asked = await change_to(ctx.uow, bought, **wishes(sent))
        url = await service.checkout(ctx.uow, asked, bought, at=back, coupon=sent["coupon"])
    except Refused as refusal:
        return await refused(ctx, refusal, _again(ctx, sent))
    return page("billing/buying/templates/onward.html", url=url)


def _again(ctx: Ctx, said: dict[str, str]) -> str:
    """The price once more, of what was wished for."""
    asked = {name: said.get(name, "") for name in _WISHED}
    return f"{here(ctx, BILLING_PAGE)}/change?{urlencode(asked)}"


@post(f"{AT}/portal", **OPEN)
async def portal_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    demand_selling()
    back = here(ctx, BILLING_PAGE)
    try:
        url = await service.portal(ctx.uow, at=f"{ctx.settings.url}{back}")
    except Refused as refusal:
        return await refused(ctx, refusal, back)
    return page("billing/buying/templates/onward.html", url=url)


@post(f"{AT}/mind", **OPEN)
async def mind_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    demand_selling()
    work = service.change_mind(ctx.uow, ctx.principal)
    return await settled(ctx, work, here(ctx, BILLING_PAGE), _("Everything stays as it is."))


@get(f"{AT}/leaving", **OPEN)
async def leaving_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    there, offer = await standing_of(ctx), None
    with suppress(ProviderAway):
        offer = await service.offer(ctx.uow, there.bought)
    return page("billing/buying/templates/leaving.html", there=there, offer=offer)


@post(f"{AT}/leaving", **OPEN)
async def leave_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    demand_selling()
    sent = await form_of(ctx, "reason")
    work = service.cancel(ctx.uow, ctx.principal, sent["reason"])
    said = _("Cancelled. It runs to the end of what is paid.")
    return await settled(ctx, work, f"{here(ctx, BILLING_PAGE)}/leaving", said)


@post(f"{AT}/staying", **OPEN)
async def stay_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    demand_selling()
    sent = await form_of(ctx, "cheaper")
    work = service.resume(ctx.uow, ctx.principal, cheaper=bool(sent["cheaper"]))
    return await settled(ctx, work, here(ctx, BILLING_PAGE), _("Welcome back. It is renewed."))


ROUTES = [
    billing_page,
    change_page,
    change_by_form,
    checkout_by_form,
    portal_by_form,
    mind_by_form,
    leaving_page,
    leave_by_form,
    stay_by_form,
]
