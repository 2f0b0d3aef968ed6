"""The workspace's settings for programs."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from kernel.http import ALWAYS, MEMBER, Ctx, delete, get, patch, put
from tenants.people.me import demand_proof
from tenants.workspace import ending, service

API = "/api/v1/{workspace:str}"
OWN = "settings:owner"
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


class Ending(msgspec.Struct, forbid_unknown_fields=True):
    """The owner's password, and the workspace's address, so that nobody ends the wrong one."""

    slug: str
    password: str


class EndingView(msgspec.Struct):
    """When the workspace will be gone, null while nobody wants that."""

    ends_at: datetime | None


@get(f"{API}/settings/ending", needs=OWN, opt=ALWAYS, operation_id="getEnding", tags=TAGS)
async def get_ending(ctx: Ctx, workspace: FromPath[str]) -> EndingView:
    return EndingView(await ending.ends_at(ctx.uow))


@put(f"{API}/settings/ending", needs=OWN, opt=ALWAYS, operation_id="endWorkspace", tags=TAGS)
async def end_workspace(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Ending]) -> EndingView:
    """In thirty days it is gone; until then it can be exported, and kept after all."""
    await demand_proof(ctx, data.password)
    await ending.end(ctx.uow, ctx.principal, data.slug)
    return EndingView(await ending.ends_at(ctx.uow))


@delete(f"{API}/settings/ending", needs=OWN, opt=ALWAYS, operation_id="keepWorkspace", tags=TAGS)
async def keep_workspace(ctx: Ctx, workspace: FromPath[str]) -> None:
    """It stays after all."""
    await ending.keep(ctx.uow, ctx.principal)


ROUTES = [get_settings, edit_settings, get_ending, end_workspace, keep_workspace]
