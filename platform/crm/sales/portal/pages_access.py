"""On a partner's page: who of them is let into the portal, for those who look after people."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.pages.forms import sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View
from crm.records.types import RecordType
from crm.sales.partner import ROLES
from crm.sales.portal.api import NEEDS
from crm.sales.portal.letting_in import invite, let_in, show_out
from kernel.http import Ctx, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled

TEMPLATES: Final = "crm/sales/portal/templates"


@post(
    "/{workspace:str}/companies/{record_id:uuid}/partner-users",
    needs=NEEDS,
    include_in_schema=False,
)
async def invite_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """A letter with a link."""
    email = (await sent(ctx.request)).get("email")
    work = invite(ctx.uow, ctx.principal, record_id, email)
    return await settled(ctx, work, here(ctx, f"companies/{record_id}"), _("Invitation sent."))


@post(
    "/{workspace:str}/partner-users/{partner_user_id:uuid}/revocation",
    needs=NEEDS,
    include_in_schema=False,
)
async def show_out_by_form(ctx: Ctx, partner_user_id: FromPath[UUID]) -> Response[str]:
    """Out at once."""
    form = await sent(ctx.request)
    back = here(ctx, f"companies/{form.get('company')}") if form.get("company") else here(ctx, "")
    work = show_out(ctx.uow, ctx.principal, partner_user_id)
    return await settled(ctx, work, back, _("They see nothing any more."))


async def _users(ctx: Ctx, _kind: RecordType, company: View) -> dict[str, Any]:
    is_partner = company.get("role") in ROLES
    users = await let_in(ctx.uow, ctx.principal, company["id"]) if is_partner else []
    return {"is_partner": is_partner, "users": users}


add_panel(
    Panel(
        name="partner-users",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == "company",
        load=_users,
        needs=NEEDS,
    )
)

ROUTES = [invite_by_form, show_out_by_form]
