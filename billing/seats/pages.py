"""Settings → Seats: how many, who has one, who looks on."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from billing.buying.asking import member_named
from billing.buying.standing import standing_of
from billing.seats import service
from billing.seats.api import NEEDS
from billing.switch import demand_selling
from kernel.http import ALWAYS, Ctx, get, post
from kernel.i18n import _
from tenants.people.doors import form_of
from tenants.roles.reading import roles
from tenants.workspace.answers import here, settled
from web.render import page

PLACE = "settings/billing/seats"
AT = f"/{{workspace:str}}/{PLACE}"


@get(AT, needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def seats_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    known = await roles(ctx.uow)
    people = await service.people(ctx.uow)
    return page(
        "billing/seats/templates/seats.html",
        there=await standing_of(ctx),
        people=people,
        givers=[(one.id, one.name) for one in people if one.seated],
        role_names={code: kept.role.label for code, kept in known.items()},
    )


@post(f"{AT}/{{member_id:uuid}}", needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def hand_on_by_form(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]
) -> Response[str]:
    demand_selling()
    sent = await form_of(ctx, "from")
    giver = member_named(sent["from"])
    work = service.hand_on(ctx.uow, ctx.principal, giver, member_id)
    return await settled(ctx, work, here(ctx, PLACE), _("The seat is handed on."))


ROUTES = [seats_page, hand_on_by_form]
