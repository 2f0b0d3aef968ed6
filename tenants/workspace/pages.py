"""The settings' own page, and the workspace's."""

from zoneinfo import available_timezones

from babel.numbers import list_currencies
from litestar.params import FromPath
from litestar.response import Response

from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import LANGUAGES, _
from tenants.people.doors import form_of
from tenants.workspace import service
from tenants.workspace.answers import here, settled
from web.render import page

AT = "/{workspace:str}/settings"


@get(AT, needs=MEMBER, sync_to_thread=False, include_in_schema=False)
def settings_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page("tenants/workspace/templates/index.html")


@get(f"{AT}/workspace", needs="settings:workspace", include_in_schema=False)
async def workspace_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(
        "tenants/workspace/templates/workspace.html",
        settings=await service.settings_of(ctx.uow),
        languages_known=list(LANGUAGES.items()),
        zones=[(zone, zone) for zone in sorted(available_timezones())],
        currencies=[(code, code) for code in sorted(list_currencies())],
    )


@post(f"{AT}/workspace", needs="settings:workspace", include_in_schema=False)
async def workspace_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    wishes = await form_of(ctx, *service.FIELDS)
    work = service.change(ctx.uow, ctx.principal, wishes)
    return await settled(ctx, work, here(ctx, "settings/workspace"), _("Settings saved."))


ROUTES = [settings_page, workspace_page, workspace_by_form]
