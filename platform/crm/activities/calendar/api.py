"""The JSON API of calendars: what takes place, and who is busy when."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, QueryParameter

from crm.activities.calendar.reading import Busy, Entry, busy, demand_member, entries
from crm.records.api import API
from kernel.http import Ctx, get

TAGS = ["Calendar"]
NEEDS = "appointment:see"
From = Annotated[datetime, QueryParameter(name="from", description="The first moment.")]
To = Annotated[datetime, QueryParameter(name="to", description="The first moment after it.")]


class Calendar(msgspec.Struct):
    """What takes place, in order; at most 1000."""

    items: list[Entry]


class BusyTimes(msgspec.Struct):
    """When a colleague is taken."""

    items: list[Busy]


@get(f"{API}/calendar", needs=NEEDS, operation_id="calendar", tags=TAGS)
async def calendar(
    ctx: Ctx,
    workspace: FromPath[str],
    from_: From,
    to: To,
    member_id: Annotated[
        UUID | None, QueryParameter(description="What this member takes part in.")
    ] = None,
) -> Calendar:
    if member_id is not None:
        await demand_member(ctx.uow, ctx.principal, member_id)
    return Calendar(await entries(ctx.uow, ctx.principal, from_, to, whose=member_id))


@get(f"{API}/calendar/busy", needs=NEEDS, operation_id="busyTimes", tags=TAGS)
async def busy_times(
    ctx: Ctx,
    workspace: FromPath[str],
    from_: From,
    to: To,
    member_id: Annotated[UUID, QueryParameter(description="Whose.")],
) -> BusyTimes:
    await demand_member(ctx.uow, ctx.principal, member_id)
    return BusyTimes(await busy(ctx.uow, ctx.principal, [member_id], from_, to))


ROUTES = [calendar, busy_times]
