"""Whose a lead was, and giving it up into a pool, on its page."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.ownership.model import CAUSES
from crm.customers.ownership.service import spans_of
from crm.customers.pool import taking
from crm.customers.pool.service import pools
from crm.records.pages.forms import ids, sent
from crm.records.pages.panels import Panel, add_panel
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled
from web import shell
from web.render import fragment, page

TEMPLATES: Final = "crm/sales/lead/templates"
_ONE: Final = "/{workspace:str}/leads/{record_id:uuid}"


add_panel(
    Panel(
        name="lead-ownership",
        place="side",
        template=f"{TEMPLATES}/ownership_panel.html",
        applies=lambda kind: kind.name == LEAD.name,
        href=lambda _kind, record: f"leads/{record['id']}/ownership",
    )
)


@get(f"{_ONE}/ownership", needs="lead:see", include_in_schema=False)
async def ownership(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Its owners so far, and the pools that would take it."""
    me = ctx.principal
    lead = await Leads(ctx.uow, me).get(record_id)
    mine = lead["owner_id"] == me.member_id
    context: dict[str, Any] = {
        "lead": lead,
        "base": shell.current().at(f"leads/{record_id}"),
        "spans": await spans_of(ctx.uow, me, record_id),
        "pools": [p for p in await pools(ctx.uow, me, LEAD.name) if p.enabled],
        "causes": CAUSES,
        "may_act": me.may("lead:edit") and (mine or me.may("lead:transfer")),
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/ownership.html", **context)
    return page(f"{TEMPLATES}/ownership_page.html", **context)


@post(f"{_ONE}/release", needs="lead:edit", include_in_schema=False)
async def release(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Into the pool, with the reason."""
    data = await sent(ctx.request)
    chosen = ids([data.get("pool_id")])

    async def work() -> None:
        if not chosen or not data.get("reason").strip():
            raise Invalid(_("Choose a pool and say why."))
        await taking.release(ctx.uow, ctx.principal, chosen[0], record_id, data.get("reason"))

    await Leads(ctx.uow, ctx.principal).get(record_id)
    back = here(ctx, "leads" if chosen else f"leads/{record_id}")
    return await settled(ctx, work(), back, _("It lies in the pool."))


ROUTES = [ownership, release]
