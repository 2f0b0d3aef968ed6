"""Settings, Currencies: what other currencies are worth, typed or pasted."""

from datetime import date

from litestar.params import FromPath
from litestar.response import Response

from crm.records.rates import service
from crm.records.rates.reading import RateLine
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy, ngettext
from kernel.money import CURRENCIES
from tenants.people.doors import form_of
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT = "/{workspace:str}/settings/currencies"
PAGE = "settings/currencies"
NEEDS = "settings:workspace"

navigation.add(
    "settings",
    Entry(
        key="currencies",
        label=lazy("Currencies"),
        icon="coins",
        path=PAGE,
        order=115,
        permission=NEEDS,
    ),
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def currencies_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    base = ctx.principal.currency
    return page(
        "crm/records/rates/templates/currencies.html",
        base=base,
        rates=await service.rates_of(ctx.uow, ctx.principal),
        currencies=[(code, code) for code in sorted(CURRENCIES) if code != base],
    )


@post(AT, needs=NEEDS, include_in_schema=False)
async def keep_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "day", "currency", "rate")

    async def work() -> None:
        line = RateLine(_day(form["day"]), form["currency"], form["rate"].strip())
        await service.keep(ctx.uow, ctx.principal, [line])

    return await settled(ctx, work(), here(ctx, PAGE), _("Rate kept. Sums follow in a moment."))


@post(f"{AT}/pasted", needs=NEEDS, include_in_schema=False)
async def keep_by_text(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "text")
    lines = sum(1 for line in form["text"].splitlines() if line.strip())
    said = ngettext("%(num)s line kept.", "%(num)s lines kept.", lines)
    work = service.keep_text(ctx.uow, ctx.principal, form["text"])
    return await settled(ctx, work, here(ctx, PAGE), said)


@post(f"{AT}/removal", needs=NEEDS, include_in_schema=False)
async def forget_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "day", "currency")

    async def work() -> None:
        await service.forget(ctx.uow, ctx.principal, form["currency"], _day(form["day"]))

    return await settled(ctx, work(), here(ctx, PAGE), _("Rate removed."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(fields={"day": _("A day such as 2026-01-31 is expected.")}) from error


ROUTES = [currencies_page, keep_by_form, keep_by_text, forget_by_form]
