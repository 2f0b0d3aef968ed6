"""Settings, Calls: what follows from each outcome."""

from typing import Final

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.activities.calling.rules import CallRule, keep, rules
from crm.records.pages.forms import sent
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

PAGE: Final = "settings/calls"
NEEDS: Final = "settings:workspace"

THINGS["call_rule"] = Thing(lazy("Rule for calls"), plainly)
navigation.add(
    "settings",
    Entry(
        key="calls", label=lazy("Calls"), icon="phone-call", path=PAGE, order=138, permission=NEEDS
    ),
)


@get(f"/{{workspace:str}}/{PAGE}", needs=NEEDS, include_in_schema=False)
async def rules_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    known = await rules(ctx.uow, ctx.principal)
    return page("crm/activities/calling/templates/rules.html", rules=list(known.values()))


@post(f"/{{workspace:str}}/{PAGE}", needs=NEEDS, include_in_schema=False)
async def keep_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)
    said = {name: data.get(name) for name in ("outcome", "retry_hours", "max_attempts")}

    async def work() -> None:
        try:
            wish = msgspec.convert({**said, "ends": data.has("ends")}, CallRule, strict=False)
        except msgspec.ValidationError as error:
            raise Invalid(_("This cannot be read. Please check it.")) from error
        await keep(ctx.uow, ctx.principal, wish)

    return await settled(ctx, work(), here(ctx, PAGE), _("Settings saved."))


ROUTES = [rules_page, keep_by_form]
