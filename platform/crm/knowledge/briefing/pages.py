"""The briefing as a page and as a dialog."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.knowledge.briefing.service import TYPES, brief
from crm.knowledge.briefing.words import HEADINGS
from crm.knowledge.item.words import TOPICS
from crm.records.pages.panels import Panel, add_panel
from crm.records.types import record_type
from kernel.http import MEMBER, Ctx, get
from web import shell
from web.render import fragment, page

TEMPLATES: Final = "crm/knowledge/briefing/templates"


@get("/{workspace:str}/briefing/{record_id:uuid}", needs=MEMBER, include_in_schema=False)
async def briefing_page(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Half a minute before the door."""
    found = await brief(ctx.uow, ctx.principal, record_id)
    context: dict[str, Any] = {
        "found": found,
        "headings": HEADINGS,
        "topics": {choice.value: str(choice.label) for choice in TOPICS},
        "plural": record_type(found.type).plural,
        "plurals": {line.type: record_type(line.type).plural for line in found.lines},
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/briefing.html", **context)
    return page(f"{TEMPLATES}/briefing_page.html", **context)


add_panel(
    Panel(
        name="briefing",
        place="actions",
        template=f"{TEMPLATES}/button.html",
        applies=lambda kind: kind.name in TYPES,
    )
)

ROUTES = [briefing_page]
