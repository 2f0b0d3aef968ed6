"""The JSON API of the knowledge that fits a deal."""

from uuid import UUID

import msgspec
from litestar.params import FromPath

from crm.knowledge.item.api import TAGS
from crm.knowledge.matching.service import Fit, fitting
from crm.records.api import API
from crm.sales.deal.service import Deals
from kernel.http import Ctx, get


class Fits(msgspec.Struct, frozen=True):
    """The best first."""

    items: list[Fit]


@get(
    f"{API}/deals/{{record_id:uuid}}/knowledge",
    needs="knowledge_item:see",
    operation_id="knowledgeForDeal",
    tags=TAGS,
)
async def for_deal(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Fits:
    """By its competitors, what was heard, its products, its stage and its customer's segment."""
    await Deals(ctx.uow, ctx.principal).get(record_id)
    return Fits(await fitting(ctx.uow, ctx.principal, record_id))


ROUTES = [for_deal]
