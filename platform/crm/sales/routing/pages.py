"""Accepting and passing on from the lead's page, and how it came to whom it belongs."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View
from crm.records.types import RecordType
from crm.sales.forms.consents import submissions
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from crm.sales.routing.answering import accept, pass_on, reroute
from crm.sales.routing.clocks import course, waiting_offer
from crm.sales.routing.words import METHODS, OUTCOMES
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.notifications.pages import PLACES
from tenants.workspace.answers import here, settled
from web import shell
from web.render import fragment, page

TEMPLATES: Final = "crm/sales/routing/templates"
_ONE: Final = "/{workspace:str}/leads/{record_id:uuid}"


async def _offered(ctx: Ctx, _kind: RecordType, lead: View) -> dict[str, Any]:
    return {"offer": await waiting_offer(ctx.uow, ctx.principal, lead["id"])}


add_panel(
    Panel(
        name="lead-offer",
        place="top",
        template=f"{TEMPLATES}/offer.html",
        applies=lambda kind: kind.name == LEAD.name,
        load=_offered,
        needs="lead:edit",
    )
)
add_panel(
    Panel(
        name="lead-course",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == LEAD.name,
        href=lambda _kind, record: f"leads/{record['id']}/course",
    )
)


@get(f"{_ONE}/course", needs="lead:see", include_in_schema=False)
async def course_page(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Offers, both clocks, and what was agreed to."""
    lead = await Leads(ctx.uow, ctx.principal).get(record_id)
    context: dict[str, Any] = {
        "record": lead,
        "course": await course(ctx.uow, lead),
        "submissions": await submissions(ctx.uow, record_id),
        "methods": METHODS,
        "outcomes": OUTCOMES,
        "may_route": ctx.principal.may("lead:transfer") and lead["status"] != "converted",
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/course.html", **context)
    return page(f"{TEMPLATES}/course_page.html", **context)


@post(f"{_ONE}/acceptance", needs="lead:edit", include_in_schema=False)
async def accept_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    work = accept(ctx.uow, ctx.principal, record_id)
    return await settled(ctx, work, here(ctx, f"leads/{record_id}"), _("The lead is yours."))


@post(f"{_ONE}/passing", needs="lead:edit", include_in_schema=False)
async def pass_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    work = pass_on(ctx.uow, ctx.principal, record_id)
    return await settled(ctx, work, here(ctx, "leads"), _("Passed on."))


@post(f"{_ONE}/routing", needs="lead:transfer", include_in_schema=False)
async def route_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    await Leads(ctx.uow, ctx.principal).changeable(record_id, "transfer")
    work = reroute(ctx.uow, record_id)
    return await settled(ctx, work, here(ctx, "leads"), _("The rules were asked."))


PLACES["lead"] = "leads"
ROUTES = [course_page, accept_by_form, pass_by_form, route_by_form]
