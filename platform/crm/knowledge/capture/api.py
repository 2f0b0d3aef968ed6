"""The JSON API of keeping what was learnt."""

from litestar import Response
from litestar.params import FromPath, JSONBody

from crm.knowledge.capture.service import CaptureWish, keep
from crm.knowledge.item.api import ANSWER, TAGS
from crm.records.api import API, shown
from kernel.http import Ctx, post

CREATES = "knowledge_item:create"


@post(
    f"{API}/knowledge-captures",
    needs=CREATES,
    operation_id="captureKnowledge",
    tags=TAGS,
    responses={201: ANSWER},
)
async def capture(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[CaptureWish]
) -> Response[bytes]:
    """From an activity or a deal; the same twice is kept once."""
    return shown(await keep(ctx.uow, ctx.principal, data), 201)


ROUTES = [capture]
