"""The settings' own page, and the workspace's."""

from zoneinfo import available_timezones

from babel.numbers import list_currencies
from litestar.params import FromPath
from litestar.response import Response

from kernel.http import ALWAYS, MEMBER, Ctx, get, post
from kernel.i18n import LANGUAGES, _
from tenants.people.doors import form_of
from tenants.people.me import demand_proof
from tenants.workspace import ending, service
from tenants.workspace.answers import here, settled
from web.render import page

AT = "/{workspace:str}/settings"
OWN = "settings:owner"


@get(AT, needs=MEMBER, sync_to_thread=False, include_in_schema=False)
def settings_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page("tenants/workspace/templates/index.html")


@get(f"{AT}/workspace", needs="settings:workspace", opt=ALWAYS, include_in_schema=False)
async def workspace_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(
        "tenants/workspace/templates/workspace.html",
        settings=await service.settings_of(ctx.uow),
        ends_at=await ending.ends_at(ctx.uow),
        languages_known=list(LANGUAGES.items()),
        zones=[(zone, zone) for zone in sorted(available_timezones())],
        currencies=[(code, code) for code in sorted(list_currencies())],
    )


@post(f"{AT}/workspace", needs="settings:workspace", include_in_schema=False)
async def workspace_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    wishes = await form_of(ctx, *service.FIELDS)
    work = service.change(ctx.uow, ctx.principal, wishes)
    return await settled(ctx, work, here(ctx, "settings/workspace"), _("Settings saved."))


@post(f"{AT}/workspace/ending", needs=OWN, opt=ALWAYS, include_in_schema=False)
async def end_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "slug", "password")

    async def work() -> None:
        await demand_proof(ctx, form["password"])
        await ending.end(ctx.uow, ctx.principal, form["slug"])

    said = _("In thirty days this workspace is gone. Until then you can keep it.")
    return await settled(ctx, work(), here(ctx, "settings/workspace"), said)


@post(f"{AT}/workspace/keeping", needs=OWN, opt=ALWAYS, include_in_schema=False)
async def keep_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    work = ending.keep(ctx.uow, ctx.principal)
    return await settled(ctx, work, here(ctx, "settings/workspace"), _("This workspace stays."))


ROUTES = [settings_page, workspace_page, workspace_by_form, end_by_form, keep_by_form]
