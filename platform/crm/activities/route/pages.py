"""The page of a day's visits, in the order in which one drives."""

from datetime import date, timedelta
from typing import Final

from litestar.response import Response

from crm.activities.route.service import route
from crm.records.pages.list import Short
from kernel import clock
from kernel.formats import local
from kernel.http import Ctx, get
from web.render import page

FIRST, LAST = date(1901, 1, 1), date(2199, 12, 1)
DAY: Final = timedelta(days=1)


@get("/{workspace:str}/calendar/route", needs="appointment:see", include_in_schema=False)
async def route_page(ctx: Ctx, day: Short = "") -> Response[str]:
    """`?day=2026-11-25`, else today."""
    chosen = _day(day)
    return page(
        "crm/activities/route/templates/route.html",
        day=chosen,
        previous=chosen - DAY,
        following=chosen + DAY,
        route=await route(ctx.uow, ctx.principal, chosen),
    )


def _day(text: str) -> date:
    today = local(clock.now()).date()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return day if FIRST <= day <= LAST else today


ROUTES = [route_page]
