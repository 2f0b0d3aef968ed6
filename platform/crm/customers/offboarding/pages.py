"""A member's leaving as a page: what moves, to whom, and the way back."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.offboarding.service import call_off, offboard, preview
from crm.customers.pool.service import pools
from crm.records.pages.forms import ids, sent
from crm.records.people import people
from crm.records.types import record_type
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled
from web.render import page

AT = "settings/people"
NEEDS = "settings:people"
_ONE = f"/{{workspace:str}}/{AT}/{{member_id:uuid}}/offboarding"


@get(_ONE, needs=NEEDS, include_in_schema=False)
async def offboarding_page(ctx: Ctx, member_id: FromPath[UUID]) -> Response[str]:
    """Counts, and who gets it all."""
    leaving = await preview(ctx.uow, member_id)
    return page(
        "crm/customers/offboarding/templates/offboarding.html",
        leaving=leaving,
        labels={name: record_type(name).label_plural for name in leaving.counts},
        people=await people(ctx.uow),
        pools=[p for p in await pools(ctx.uow, ctx.principal, "company") if p.enabled],
        me=str(ctx.principal.member_id),
    )


@post(_ONE, needs=NEEDS, include_in_schema=False)
async def offboard_by_form(ctx: Ctx, member_id: FromPath[UUID]) -> Response[str]:
    """It ends, and everything goes on."""
    data = await sent(ctx.request)
    heirs, places = ids([data.get("owner_id")]), ids([data.get("pool_id")])
    work = offboard(
        ctx.uow,
        ctx.principal,
        member_id,
        owner_id=heirs[0] if heirs else None,
        pool_id=places[0] if places else None,
        reason=data.get("reason"),
    )
    back = here(ctx, f"{AT}/{member_id}/offboarding")
    return await settled(ctx, work, back, _("The membership has ended."))


@post(f"{_ONE}/recall", needs=NEEDS, include_in_schema=False)
async def recall_by_form(ctx: Ctx, member_id: FromPath[UUID]) -> Response[str]:
    """The member is back."""
    work = call_off(ctx.uow, ctx.principal, member_id)
    back = here(ctx, f"{AT}/{member_id}/offboarding")
    return await settled(ctx, work, back, _("The member is back."))


ROUTES = [offboarding_page, offboard_by_form, recall_by_form]
