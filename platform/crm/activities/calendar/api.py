"""The JSON API of calendars: what takes place, and who is busy when."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, QueryParameter

from crm.activities.calendar.reading import Busy, Entry, busy, demand_member, entries
from crm.records.api import API
from kernel import clock
from kernel.http import Ctx, get

TAGS = ["Calendar"]
NEEDS = "appointment:see"
WEEK = timedelta(days=7)
From = Annotated[
    datetime | None, QueryParameter(name="from", description="The first moment; else now.")
]
To = Annotated[
    datetime | None,
    QueryParameter(name="to", description="The first moment after it; else a week later."),
]


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
    from_: From = None,
    to: To = None,
    member_id: Annotated[
        UUID | None, QueryParameter(description="What this member takes part in.")
    ] = None,
) -> Calendar:
    if member_id is not None:
        await demand_member(ctx.uow, ctx.principal, member_id)
    return Calendar(await entries(ctx.uow, ctx.principal, *_time(from_, to), whose=member_id))


@get(f"{API}/calendar/busy", needs=NEEDS, operation_id="busyTimes", tags=TAGS)
async def busy_times(
    ctx: Ctx,
    workspace: FromPath[str],
    from_: From = None,
    to: To = None,
    member_id: Annotated[UUID | None, QueryParameter(description="Whose; else one's own.")] = None,
) -> BusyTimes:
    member = member_id or ctx.principal.member_id
    await demand_member(ctx.uow, ctx.principal, member)
    return BusyTimes(await busy(ctx.uow, ctx.principal, [member], *_time(from_, to)))


def _time(first: datetime | None, after: datetime | None) -> tuple[datetime, datetime]:
    first = first or clock.now()
    return first, after or first + WEEK


ROUTES = [calendar, busy_times]
