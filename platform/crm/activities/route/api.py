"""The JSON API of a day's visits."""

from datetime import date
from typing import Annotated

from litestar.params import FromPath, QueryParameter

from crm.activities.route.service import Route, route
from crm.records.api import API
from kernel import clock
from kernel.formats import local
from kernel.http import Ctx, get


@get(
    f"{API}/calendar/route",
    needs="appointment:see",
    operation_id="routeOfTheDay",
    tags=["Calendar"],
)
async def route_of_the_day(
    ctx: Ctx,
    workspace: FromPath[str],
    day: Annotated[date | None, QueryParameter(description="Else today.")] = None,
) -> Route:
    return await route(ctx.uow, ctx.principal, day or local(clock.now()).date())


ROUTES = [route_of_the_day]
