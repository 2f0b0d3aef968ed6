"""The workspace's settings for programs, and what its roles may do."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from kernel.http import MEMBER, Ctx, get, patch
from tenants.access.roles import ROLES
from tenants.workspace import service

API = "/api/v1/{workspace:str}"
TAGS = ["Workspace"]


class SettingsView(msgspec.Struct):
    """The workspace; `slug` is its place in addresses and stays."""

    id: UUID
    slug: str
    name: str
    language: str
    time_zone: str
    currency: str
    created_at: datetime


class SettingsEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    name: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET


class RoleView(msgspec.Struct):
    """A role, which rows it sees (own, team, all), and what it may do."""

    code: str
    label: str
    about: str
    scope: str
    permissions: list[str]


class RolesView(msgspec.Struct):
    """All roles."""

    items: list[RoleView]


@get(f"{API}/settings", needs=MEMBER, operation_id="getSettings", tags=TAGS)
async def get_settings(ctx: Ctx, workspace: FromPath[str]) -> SettingsView:
    return SettingsView(**await service.settings_of(ctx.uow))


@patch(f"{API}/settings", needs="settings:workspace", operation_id="editSettings", tags=TAGS)
async def edit_settings(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[SettingsEdit]
) -> SettingsView:
    wishes = {
        name: value for name, value in msgspec.structs.asdict(data).items() if value is not UNSET
    }
    await service.change(ctx.uow, ctx.principal, wishes)
    return SettingsView(**await service.settings_of(ctx.uow))


@get(f"{API}/roles", needs=MEMBER, operation_id="listRoles", tags=TAGS)
async def list_roles(ctx: Ctx, workspace: FromPath[str]) -> RolesView:
    return RolesView(
        [
            RoleView(r.code, str(r.label), str(r.about), r.scope, sorted(r.permissions))
            for r in ROLES.values()
        ]
    )


ROUTES = [get_settings, edit_settings, list_roles]
