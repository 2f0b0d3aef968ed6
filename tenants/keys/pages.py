"""API keys: made, shown once, revoked."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import Refused
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.keys import service
from tenants.people.doors import form_of
from tenants.workspace.answers import HIDDEN, here, settled, why
from web.render import page, redirect
from web.toasts import Toast

AT = "/{workspace:str}/settings/keys"
PAGE = "settings/keys"
NEEDS = "settings:keys"


@get(AT, needs=NEEDS, include_in_schema=False)
async def keys_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page("tenants/keys/templates/keys.html", keys=await service.keys(ctx.uow), made=None)


@post(AT, needs=NEEDS, include_in_schema=False)
async def make_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "name", "days", *service.SCOPES)
    scopes = [scope for scope in service.SCOPES if form[scope]]
    days = int(form["days"]) if form["days"].isdecimal() and len(form["days"]) < 5 else None  # noqa: PLR2004
    try:
        made = await service.make(
            ctx.uow, ctx.principal, name=form["name"], scopes=scopes, days=days
        )
    except Refused as error:
        if error.status in HIDDEN:
            raise
        return redirect(here(ctx, PAGE), toast=Toast(why(error), "error"))
    return page("tenants/keys/templates/keys.html", keys=await service.keys(ctx.uow), made=made)


@post(f"{AT}/{{key_id:uuid}}/revoke", needs=NEEDS, include_in_schema=False)
async def revoke_by_form(
    ctx: Ctx, workspace: FromPath[str], key_id: FromPath[UUID]
) -> Response[str]:
    work = service.revoke(ctx.uow, ctx.principal, key_id)
    return await settled(ctx, work, here(ctx, PAGE), _("The key is revoked."))


ROUTES = [keys_page, make_by_form, revoke_by_form]
