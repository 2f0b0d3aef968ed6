"""The JSON API of what competitors offer on a deal."""

from uuid import UUID

from litestar.params import FromPath, JSONBody

from crm.records.api import API
from crm.sales.deal.service import Deals
from crm.sales.rival.service import RivalOffers, offers_on, set_offers
from kernel.http import Ctx, get, put

_AT = f"{API}/deals/{{record_id:uuid}}/rival-offers"
_TAGS = ["Deals"]


@get(_AT, needs="deal:see", operation_id="rivalOffersOfDeal", tags=_TAGS)
async def get_offers(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> RivalOffers:
    await Deals(ctx.uow, ctx.principal).get(record_id)
    return RivalOffers(await offers_on(ctx.uow, ctx.principal, record_id))


@put(_AT, needs="deal:edit", operation_id="setRivalOffersOfDeal", tags=_TAGS)
async def put_offers(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[RivalOffers]
) -> RivalOffers:
    await set_offers(Deals(ctx.uow, ctx.principal), record_id, data)
    return RivalOffers(await offers_on(ctx.uow, ctx.principal, record_id))


ROUTES = [get_offers, put_offers]
