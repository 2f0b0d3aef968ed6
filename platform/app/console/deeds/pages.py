"""The operators' audit as a page."""

from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter
from litestar.response import Response

from app.console.deeds.service import deeds
from app.console.door import work_of
from app.console.workspaces.words import ACTIONS
from billing.switch import selling
from kernel.errors import Unreadable
from kernel.http import OPERATOR, Ctx, get
from tenants.audit.words import plainly
from web.render import page


@get("/operator/deeds", needs=OPERATOR, include_in_schema=False)
async def deeds_page(
    ctx: Ctx, workspace: Annotated[str, QueryParameter(max_length=40)] = ""
) -> Response[str]:
    try:
        place = UUID(workspace) if workspace else None
    except ValueError as error:
        raise Unreadable from error
    return page(
        "app/console/deeds/templates/deeds.html",
        deeds=[
            {**one, "told": plainly({"before": None, "after": one["said"]}, {})}
            for one in await deeds(work_of(ctx), place)
        ],
        action_words=ACTIONS,
        narrowed=place is not None,
        sells=selling.on,
    )


ROUTES = [deeds_page]
