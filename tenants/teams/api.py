"""Teams for programs."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from kernel.errors import NotFound
from kernel.http import MEMBER, Ctx, delete, get, patch, post
from tenants.teams import service
from tenants.teams.tree import teams

API = "/api/v1/{workspace:str}/teams"
TAGS = ["Teams"]


class TeamView(msgspec.Struct):
    """A team; `depth` is how far below the top it lies."""

    id: UUID
    name: str
    parent_id: UUID | None
    members: int
    depth: int


class TeamsView(msgspec.Struct):
    """All teams in the order of the tree."""

    items: list[TeamView]


class NewTeam(msgspec.Struct, forbid_unknown_fields=True):
    """A team, at the top unless a parent is named."""

    name: str
    parent_id: UUID | None = None


class TeamEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    name: str | UnsetType = UNSET
    parent_id: UUID | UnsetType | None = UNSET


@get(API, needs=MEMBER, operation_id="listTeams", tags=TAGS)
async def list_teams(ctx: Ctx, workspace: FromPath[str]) -> TeamsView:
    return TeamsView([TeamView(**row) for row in await teams(ctx.uow)])


@post(API, needs="settings:teams", operation_id="createTeam", tags=TAGS)
async def create_team(ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewTeam]) -> TeamView:
    return await _team(ctx, await service.create(ctx.uow, ctx.principal, data.name, data.parent_id))


@patch(f"{API}/{{team_id:uuid}}", needs="settings:teams", operation_id="editTeam", tags=TAGS)
async def edit_team(
    ctx: Ctx, workspace: FromPath[str], team_id: FromPath[UUID], data: JSONBody[TeamEdit]
) -> TeamView:
    await _team(ctx, team_id)
    if data.name is not UNSET:
        await service.rename(ctx.uow, ctx.principal, team_id, data.name)
    if data.parent_id is not UNSET:
        await service.move(ctx.uow, ctx.principal, team_id, data.parent_id)
    return await _team(ctx, team_id)


@delete(f"{API}/{{team_id:uuid}}", needs="settings:teams", operation_id="deleteTeam", tags=TAGS)
async def delete_team(ctx: Ctx, workspace: FromPath[str], team_id: FromPath[UUID]) -> None:
    await service.dissolve(ctx.uow, ctx.principal, team_id)


async def _team(ctx: Ctx, team_id: UUID) -> TeamView:
    for row in await teams(ctx.uow):
        if row["id"] == team_id:
            return TeamView(**row)
    raise NotFound


ROUTES = [list_teams, create_team, edit_team, delete_team]
