"""Notifications for programs: one's own only."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from kernel.http import MEMBER, Ctx, get, post, put
from tenants.notifications import service
from tenants.notifications.quiet import Quiet

API = "/api/v1/{workspace:str}/notifications"
TAGS = ["Notifications"]


class NotificationView(msgspec.Struct):
    """One thing to know, and the record that it speaks of."""

    id: UUID
    kind: str
    title: str
    body: str
    record_type: str | None
    record_id: UUID | None
    created_at: datetime
    read_at: datetime | None


class NotificationsView(msgspec.Struct):
    """One page, where the next begins, and how many are unread (at most 100)."""

    items: list[NotificationView]
    next: UUID | None
    unread: int


class ReadView(msgspec.Struct):
    """How many were marked."""

    read: int


class Preferences(msgspec.Struct, forbid_unknown_fields=True):
    """For every kind, which of web, mail and chat are on; `quiet` is when chats are left alone.

    What is held back then comes at their end. Null is never; left out, they stay.
    """

    kinds: dict[str, dict[str, bool]]
    quiet: Quiet | UnsetType | None = UNSET


@get(API, needs=MEMBER, operation_id="listNotifications", tags=TAGS)
async def list_notifications(
    ctx: Ctx,
    workspace: FromPath[str],
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    after: FromQuery[UUID | None] = None,
) -> NotificationsView:
    items, following = await service.listed(ctx.uow, ctx.principal, after=after, limit=limit)
    count = await service.unread(ctx.uow, ctx.principal)
    return NotificationsView([NotificationView(**item) for item in items], following, count)


@post(
    f"{API}/{{notification_id:uuid}}/reading",
    needs=MEMBER,
    status_code=200,
    operation_id="readNotification",
    tags=TAGS,
)
async def read_notification(
    ctx: Ctx, workspace: FromPath[str], notification_id: FromPath[UUID]
) -> ReadView:
    await service.read(ctx.uow, ctx.principal, notification_id)
    return ReadView(1)


@post(
    f"{API}/reading",
    needs=MEMBER,
    status_code=200,
    operation_id="readAllNotifications",
    tags=TAGS,
)
async def read_all(ctx: Ctx, workspace: FromPath[str]) -> ReadView:
    return ReadView(await service.read_all(ctx.uow, ctx.principal))


@get(f"{API}/preferences", needs=MEMBER, operation_id="getPreferences", tags=TAGS)
async def get_preferences(ctx: Ctx, workspace: FromPath[str]) -> Preferences:
    return await _shown(ctx)


@put(f"{API}/preferences", needs=MEMBER, operation_id="setPreferences", tags=TAGS)
async def set_preferences(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[Preferences]
) -> Preferences:
    await service.prefer(ctx.uow, ctx.principal, data.kinds)
    if data.quiet is not UNSET:
        await service.be_quiet(ctx.uow, ctx.principal, data.quiet)
    return await _shown(ctx)


async def _shown(ctx: Ctx) -> Preferences:
    kinds = await service.preferences(ctx.uow, ctx.principal)
    return Preferences(kinds, await service.quiet_hours(ctx.uow, ctx.principal))


ROUTES = [list_notifications, read_notification, read_all, get_preferences, set_preferences]
