"""The workspace's settings for programs."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from kernel.http import MEMBER, Ctx, get, patch
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


ROUTES = [get_settings, edit_settings]
