"""The tree of teams."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.people.doors import form_of
from tenants.teams import service
from tenants.teams.tree import teams
from tenants.workspace.answers import here, settled
from web.render import page

AT = "/{workspace:str}/settings/teams"
PAGE = "settings/teams"
NEEDS = "settings:teams"


@get(AT, needs=NEEDS, include_in_schema=False)
async def teams_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    found = await teams(ctx.uow)
    options = [("", _("At the top"))] + [(team["id"], team["name"]) for team in found]
    return page("tenants/teams/templates/teams.html", teams=found, options=options)


@post(AT, needs=NEEDS, include_in_schema=False)
async def create_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "name", "parent_id")
    work = service.create(ctx.uow, ctx.principal, form["name"], _id(form["parent_id"]))
    return await settled(ctx, work, here(ctx, PAGE), _("Team made."))


@post(f"{AT}/{{team_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], team_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "name", "parent_id")

    async def work() -> None:
        await service.rename(ctx.uow, ctx.principal, team_id, form["name"])
        await service.move(ctx.uow, ctx.principal, team_id, _id(form["parent_id"]))

    return await settled(ctx, work(), here(ctx, PAGE), _("Saved."))


@post(f"{AT}/{{team_id:uuid}}/dissolve", needs=NEEDS, include_in_schema=False)
async def dissolve_by_form(
    ctx: Ctx, workspace: FromPath[str], team_id: FromPath[UUID]
) -> Response[str]:
    work = service.dissolve(ctx.uow, ctx.principal, team_id)
    return await settled(ctx, work, here(ctx, PAGE), _("Team dissolved."))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


ROUTES = [teams_page, create_by_form, change_by_form, dissolve_by_form]
