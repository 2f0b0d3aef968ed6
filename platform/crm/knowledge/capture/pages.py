"""Keeping with one tap: on a visit's page, on timelines, and when a deal ended."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.knowledge.capture.proposing import Kind
from crm.knowledge.capture.service import CaptureWish, drafted, keep, kept_of
from crm.knowledge.item.words import KINDS
from crm.records.pages.forms import sent
from crm.records.pages.panels import Act, Panel, add_act, add_panel
from crm.records.reading import View
from crm.records.types import RecordType
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import settled
from web import shell
from web.render import fragment, page

TEMPLATES: Final = "crm/knowledge/capture/templates"
CREATES: Final = "knowledge_item:create"
_AT: Final = "/{workspace:str}/knowledge/keep/{record_id:uuid}"


@get(_AT, needs=CREATES, include_in_schema=False)
async def keep_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What it seems to be; nothing has to be changed."""
    draft = await drafted(ctx.uow, ctx.principal, record_id)
    context: dict[str, Any] = {
        "draft": draft,
        "record_id": record_id,
        "kinds": [(choice.value, str(choice.label)) for choice in KINDS],
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/keep.html", **context)
    return page(f"{TEMPLATES}/keep_page.html", **context)


@post(_AT, needs=CREATES, include_in_schema=False)
async def keep_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Kept; a curator looks at it."""
    data = await sent(ctx.request)
    kinds: dict[str, Kind] = {choice.value: choice.value for choice in KINDS}  # type: ignore[misc]
    wish = CaptureWish(
        record_id=record_id,
        text=data.get("text")[:20_000],
        answer=data.get("answer")[:20_000],
        kind=kinds.get(data.get("kind")),
    )
    draft = await drafted(ctx.uow, ctx.principal, record_id)
    plural = "activities" if draft.type == "activity" else "deals"
    work = keep(ctx.uow, ctx.principal, wish)
    said = _("Kept. A curator will look at it.")
    return await settled(ctx, work, shell.current().at(f"{plural}/{record_id}"), said)


async def _kept(ctx: Ctx, _kind: RecordType, visit: View) -> dict[str, Any]:
    return {"kept": await kept_of(ctx.uow, ctx.principal, visit["id"])}


async def _ended(_ctx: Ctx, _kind: RecordType, deal: View) -> dict[str, Any]:
    return {"ended": deal["status"] in {"won", "lost"}}


add_panel(
    Panel(
        name="keep-visit",
        place="actions",
        template=f"{TEMPLATES}/button.html",
        applies=lambda kind: kind.name == "activity",
        needs=CREATES,
    )
)
add_panel(
    Panel(
        name="kept",
        place="side",
        template=f"{TEMPLATES}/kept.html",
        applies=lambda kind: kind.name == "activity",
        load=_kept,
        needs="knowledge_item:see",
    )
)
add_panel(
    Panel(
        name="keep-story",
        place="top",
        template=f"{TEMPLATES}/story.html",
        applies=lambda kind: kind.name == "deal",
        load=_ended,
        needs=CREATES,
    )
)
add_act(
    Act(
        entry="activity",
        label=lazy("Keep as knowledge"),
        icon="bookmark",
        path="knowledge/keep/",
        needs=CREATES,
    )
)

ROUTES = [keep_dialog, keep_by_form]
