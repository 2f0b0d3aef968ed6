"""The JSON API of what waits for a member."""

import msgspec
from litestar.params import FromPath

from crm.activities.queue.service import Part, queue
from crm.records.api import API
from kernel.http import MEMBER, Ctx, get


class WorkQueue(msgspec.Struct):
    """The parts in which something waits, the most urgent first."""

    items: list[Part]


@get(f"{API}/queue", needs=MEMBER, operation_id="workQueue", tags=["Work queue"])
async def work_queue(ctx: Ctx, workspace: FromPath[str]) -> WorkQueue:
    return WorkQueue(await queue(ctx.uow, ctx.principal))


ROUTES = [work_queue]
