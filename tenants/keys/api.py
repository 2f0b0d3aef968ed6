"""API keys, made and revoked over the API itself by a person's session."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from kernel.http import Ctx, delete, get, post
from tenants.keys import service

API = "/api/v1/{workspace:str}/keys"
TAGS = ["API keys"]


class KeyView(msgspec.Struct):
    """A key without the key: `prefix` is how it begins."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    member_id: UUID
    member: str
    created_at: datetime
    expires_at: datetime | None


class KeysView(msgspec.Struct):
    """All keys that were not revoked."""

    items: list[KeyView]


class NewKey(msgspec.Struct, forbid_unknown_fields=True):
    """`scopes` are some of read, write and settings; without `days` it does not expire."""

    name: str
    scopes: list[str]
    days: int | None = None


class MadeKey(msgspec.Struct):
    """`token` is the key itself, shown this once."""

    id: UUID
    token: str
    prefix: str
    expires_at: datetime | None


@get(API, needs="settings:keys", operation_id="listKeys", tags=TAGS)
async def list_keys(ctx: Ctx, workspace: FromPath[str]) -> KeysView:
    return KeysView([KeyView(**row) for row in await service.keys(ctx.uow)])


@post(API, needs="settings:keys", operation_id="createKey", tags=TAGS)
async def create_key(ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewKey]) -> MadeKey:
    made = await service.make(
        ctx.uow, ctx.principal, name=data.name, scopes=data.scopes, days=data.days
    )
    return MadeKey(made.id, made.token, made.prefix, made.expires_at)


@delete(f"{API}/{{key_id:uuid}}", needs="settings:keys", operation_id="revokeKey", tags=TAGS)
async def revoke_key(ctx: Ctx, workspace: FromPath[str], key_id: FromPath[UUID]) -> None:
    await service.revoke(ctx.uow, ctx.principal, key_id)


ROUTES = [list_keys, create_key, revoke_key]
