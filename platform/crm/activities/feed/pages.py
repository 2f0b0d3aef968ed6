"""The page on which a member makes the address of their feed, and takes it back."""

from typing import Final

from litestar.params import FromPath
from litestar.response import Response

from crm.activities.feed import service
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled
from web.render import page

AT: Final = "/{workspace:str}/calendar/feed"
PAGE: Final = "calendar/feed"
NEEDS: Final = "appointment:see"
TEMPLATE: Final = "crm/activities/feed/templates/feed.html"


@get(AT, needs=NEEDS, include_in_schema=False)
async def feed_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(TEMPLATE, since=await service.since(ctx.uow, ctx.principal), url="")


@post(AT, needs=NEEDS, include_in_schema=False)
async def make_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    url = ctx.settings.url + await service.make(ctx.uow, ctx.principal)
    return page(TEMPLATE, since=await service.since(ctx.uow, ctx.principal), url=url)


@post(f"{AT}/revocation", needs=NEEDS, include_in_schema=False)
async def revoke_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    work = service.revoke(ctx.uow, ctx.principal)
    return await settled(ctx, work, here(ctx, PAGE), _("The address is dead."))


ROUTES = [feed_page, make_by_form, revoke_by_form]
