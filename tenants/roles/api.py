"""Roles for programs: what each may do, and making, changing and deleting them."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from kernel.http import MEMBER, Ctx, delete, get, patch, post
from tenants.roles import service
from tenants.roles.reading import Kept, role, roles

API = "/api/v1/{workspace:str}/roles"
TAGS = ["Roles"]
NEEDS = "settings:roles"

Cells = dict[str, dict[str, str]]
Name = Annotated[str, Meta(max_length=200)]


class RoleView(msgspec.Struct):
    """`records` says per type (`*`: every other) and action how far it reaches.

    own, shared (and what is shared with the member), team, below (and the teams below it), named
    (and the records of `teams`), all, or none. `settings` are the parts of the settings that may
    be changed; `fields` says per type which fields are hidden or masked. `version` is 0 where the
    workspace changed nothing of our role.
    """

    code: str
    label: str
    about: str
    scope: str
    permissions: list[str]
    records: Cells
    settings: list[str]
    fields: Cells
    teams: list[UUID]
    ours: bool
    version: int
    members: int


class RolesView(msgspec.Struct):
    """All roles."""

    items: list[RoleView]


class NewRole(msgspec.Struct, forbid_unknown_fields=True):
    """A role of the workspace's own; without `records` it sees nothing."""

    name: Name
    about: Name = ""
    records: Cells = {}
    settings: list[str] = []
    fields: Cells = {}
    teams: Annotated[list[UUID], Meta(max_length=200)] = []


class RoleEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays; `version` refuses to overwrite a newer state."""

    name: Name | UnsetType = UNSET
    about: Name | UnsetType = UNSET
    records: Cells | UnsetType = UNSET
    settings: list[str] | UnsetType = UNSET
    fields: Cells | UnsetType = UNSET
    teams: Annotated[list[UUID], Meta(max_length=200)] | UnsetType = UNSET
    version: int | UnsetType = UNSET


@get(API, needs=MEMBER, operation_id="listRoles", tags=TAGS)
async def list_roles(ctx: Ctx, workspace: FromPath[str]) -> RolesView:
    return RolesView([shown(kept) for kept in (await roles(ctx.uow)).values()])


@get(f"{API}/{{code:str}}", needs=MEMBER, operation_id="getRole", tags=TAGS)
async def get_role(ctx: Ctx, workspace: FromPath[str], code: FromPath[str]) -> RoleView:
    return shown(await role(ctx.uow, code))


@post(API, needs=NEEDS, operation_id="createRole", tags=TAGS)
async def create_role(ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewRole]) -> RoleView:
    wish = service.Wish(**msgspec.structs.asdict(data))
    return shown(await role(ctx.uow, await service.create(ctx.uow, ctx.principal, wish)))


@patch(f"{API}/{{code:str}}", needs=NEEDS, operation_id="editRole", tags=TAGS)
async def edit_role(
    ctx: Ctx, workspace: FromPath[str], code: FromPath[str], data: JSONBody[RoleEdit]
) -> RoleView:
    said = {n: v for n, v in msgspec.structs.asdict(data).items() if v is not UNSET}
    version = said.pop("version", None)
    wish = service.wish_of((await role(ctx.uow, code)).role)
    await service.change(
        ctx.uow, ctx.principal, code, msgspec.structs.replace(wish, **said), version
    )
    return shown(await role(ctx.uow, code))


@delete(f"{API}/{{code:str}}", needs=NEEDS, operation_id="deleteRole", tags=TAGS)
async def delete_role(ctx: Ctx, workspace: FromPath[str], code: FromPath[str]) -> None:
    """An own role goes, unless somebody has it; one of ours becomes what it was."""
    await service.delete(ctx.uow, ctx.principal, code)


def shown(kept: Kept) -> RoleView:
    """A role as it is told."""
    wish = service.wish_of(kept.role)
    return RoleView(
        code=kept.code,
        label=wish.name,
        about=wish.about,
        scope=kept.role.scope,
        permissions=sorted(kept.role.permissions),
        records={type: dict(cells) for type, cells in wish.records.items()},
        settings=wish.settings,
        fields={type: dict(rules) for type, rules in wish.fields.items()},
        teams=wish.teams,
        ours=kept.ours,
        version=kept.version,
        members=kept.members,
    )


ROUTES = [list_roles, get_role, create_role, edit_role, delete_role]
