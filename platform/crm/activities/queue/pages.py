"""The page of what waits for a member; each line has its one tap."""

from litestar.response import Response

from crm.activities.queue.service import queue
from crm.records.pages.showing import Show
from crm.records.people import people
from kernel.http import MEMBER, Ctx, get
from kernel.i18n import lazy
from web.nav import Entry, navigation
from web.render import page

navigation.add(
    "main",
    Entry(
        key="queue",
        label=lazy("Waiting for me"),
        icon="inbox",
        path="queue",
        order=15,
        permission="task:see",
        letter="w",
    ),
)


@get("/{workspace:str}/queue", needs=MEMBER, include_in_schema=False)
async def queue_page(ctx: Ctx) -> Response[str]:
    """Everything, part by part."""
    return page(
        "crm/activities/queue/templates/queue.html",
        parts=await queue(ctx.uow, ctx.principal),
        show=Show(await people(ctx.uow)),
    )


ROUTES = [queue_page]
