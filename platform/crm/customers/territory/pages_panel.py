"""A company's territory on its page: where it is, since when, and by hand where it belongs."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.company.model import COMPANY
from crm.customers.territory import accounts as by_hand
from crm.customers.territory.pages import TEMPLATES
from crm.customers.territory.tree import tree_of
from crm.records.pages.forms import ids, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.http import Ctx, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled

NEEDS = "company:transfer"
_AT = "/{workspace:str}/companies/{record_id:uuid}/territory"


async def _load(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    tree = tree_of(ctx.principal)
    if not tree.items:
        return {"tree": None}
    found = await by_hand.stays_of(ctx.uow, ctx.principal, record["id"])
    return {
        "stays": found.items,
        "path": tree.path(found.items[0].territory_id) if found.items else "",
        "tree": tree,
        "said": found,
        "options": tree.options() if ctx.principal.may(NEEDS) else [],
        "record_id": record["id"],
    }


@post(_AT, needs=NEEDS, include_in_schema=False)
async def name_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """It belongs there, never there, or where the rules say."""
    data = await sent(ctx.request)

    async def work() -> None:
        if data.get("how") == "rules":
            await by_hand.leave_to_rules(ctx.uow, ctx.principal, record_id)
            return
        chosen = ids([data.get("territory_id")])
        if not chosen:
            raise Invalid(_("Choose a territory."))
        how: by_hand.Named = "excluded" if data.get("how") == "excluded" else "included"
        await by_hand.name(ctx.uow, ctx.principal, record_id, chosen[0], how)

    return await settled(ctx, work(), here(ctx, f"companies/{record_id}"), _("Saved."))


add_panel(
    Panel(
        name="territory",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == COMPANY.name,
        load=_load,
    )
)

ROUTES = [name_by_form]
