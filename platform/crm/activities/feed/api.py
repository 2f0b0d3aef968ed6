"""The feed itself, for calendar programs; and its address, for whoever it belongs to."""

from datetime import datetime
from typing import Final

import msgspec
from litestar import Response
from litestar.params import FromPath

from crm.activities.feed import service
from crm.activities.feed.reading import feed_of
from crm.records.api import API
from kernel.http import PUBLIC, Ctx, delete, get, post

TAGS = ["Calendar"]
NEEDS = "appointment:see"
A_MINUTE: Final = 60


class FeedState(msgspec.Struct):
    """When the address was made; none where there is no feed."""

    created_at: datetime | None


class FeedAddress(msgspec.Struct):
    """The address, shown this once."""

    url: str


@get("/calendar/{name:str}", needs=PUBLIC, include_in_schema=False)
async def feed(ctx: Ctx, name: FromPath[str]) -> Response[bytes]:
    """Whoever has the address reads it; a dead one is nothing at all."""
    ctx.app_state.allowance.take(f"feed:{ctx.client}", limit=A_MINUTE)
    principal = await service.opened(ctx.uow, name)
    body = await feed_of(ctx.uow, principal, ctx.settings.url)
    return Response(body, media_type="text/calendar; charset=utf-8")


@get(f"{API}/calendar/feed", needs=NEEDS, operation_id="calendarFeed", tags=TAGS)
async def feed_state(ctx: Ctx, workspace: FromPath[str]) -> FeedState:
    return FeedState(await service.since(ctx.uow, ctx.principal))


@post(f"{API}/calendar/feed", needs=NEEDS, operation_id="makeCalendarFeed", tags=TAGS)
async def make_feed(ctx: Ctx, workspace: FromPath[str]) -> FeedAddress:
    return FeedAddress(ctx.settings.url + await service.make(ctx.uow, ctx.principal))


@delete(f"{API}/calendar/feed", needs=NEEDS, operation_id="revokeCalendarFeed", tags=TAGS)
async def revoke_feed(ctx: Ctx, workspace: FromPath[str]) -> None:
    await service.revoke(ctx.uow, ctx.principal)


ROUTES = [feed, feed_state, make_feed, revoke_feed]
