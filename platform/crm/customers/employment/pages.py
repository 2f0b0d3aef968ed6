"""Who works where, on the page of a contact."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.contact.model import CONTACT
from crm.customers.employment.service import employ, employments
from crm.records.pages.forms import sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View
from crm.records.types import RecordType
from kernel import clock
from kernel.errors import Invalid
from kernel.formats import local
from kernel.http import Ctx, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled

TEMPLATES: Final = "crm/customers/employment/templates"


async def _places(ctx: Ctx, _kind: RecordType, contact: View) -> dict[str, Any]:
    found = await employments(ctx.uow, ctx.principal, contact) if contact.get("companies") else []
    return {"places": found}


add_panel(
    Panel(
        name="employment",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == CONTACT.name and "companies" in kind.relations,
        load=_places,
    )
)


@post(
    "/{workspace:str}/contacts/{record_id:uuid}/employments/{company_id:uuid}",
    needs="contact:edit",
    include_in_schema=False,
)
async def employ_by_form(
    ctx: Ctx, record_id: FromPath[UUID], company_id: FromPath[UUID]
) -> Response[str]:
    """What they are there, that they left today, or that they are back."""
    data = await sent(ctx.request)

    async def work() -> None:
        act = data.get("act")
        if act not in {"keep", "leave", "return"}:
            raise Invalid(_("This cannot be read. Please check it."))
        today = local(clock.now()).date()
        since = today if act == "leave" else None
        await employ(ctx.uow, ctx.principal, record_id, company_id, data.get("role"), since)

    return await settled(ctx, work(), here(ctx, f"contacts/{record_id}"), _("Saved."))


ROUTES = [employ_by_form]
