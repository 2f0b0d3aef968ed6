"""On a deal's page: what to know for it, and one tap for what was said and whether it helped."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.item.service import Knowledge
from crm.knowledge.item.words import KINDS
from crm.knowledge.matching.service import fitting
from crm.knowledge.using.service import thank as give_thanks
from crm.knowledge.using.service import use_of, used, vote
from crm.records.pages.forms import ids, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View, demand_visible
from crm.records.types import RecordType
from crm.sales.deal.service import Deals
from kernel.errors import NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import here, settled
from web import shell
from web.render import fragment, page

TEMPLATES: Final = "crm/knowledge/matching/templates"
SEE: Final = "knowledge_item:see"
REASONS: Final = {
    "competitor": lazy("the same competitor"),
    "heard": lazy("said here"),
    "product": lazy("the same product"),
    "stage": lazy("this stage"),
    "segment": lazy("this segment"),
}


@get(
    "/{workspace:str}/knowledge/for/{record_id:uuid}",
    needs=SEE,
    include_in_schema=False,
)
async def for_deal(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What fits this deal; the browser says that it was shown."""
    deal = await Deals(ctx.uow, ctx.principal).get(record_id)
    found = await fitting(ctx.uow, ctx.principal, record_id)
    context: dict[str, Any] = {"deal": deal, "found": found, "reasons": REASONS, "kinds": _kinds()}
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/fitting.html", **context)
    return page(f"{TEMPLATES}/fitting_page.html", **context)


@post("/{workspace:str}/knowledge/for/{record_id:uuid}/seen", needs=SEE, include_in_schema=False)
async def seen(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """It was shown; looking alone changes nothing, so this is said apart."""
    await Deals(ctx.uow, ctx.principal).get(record_id)
    found = await fitting(ctx.uow, ctx.principal, record_id)
    await used(ctx.uow, ctx.principal, "shown", [one.id for one in found], record_id)
    return fragment(f"{TEMPLATES}/nothing.html")


@post("/{workspace:str}/knowledge/{record_id:uuid}/opening", needs=SEE, include_in_schema=False)
async def opening(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Its page was opened, for the deal from which one came."""
    item = await Knowledge(ctx.uow, ctx.principal).get(record_id)
    about = await _seen(ctx, ids([(await sent(ctx.request)).get("for")]))
    if item["state"] == "published":
        await used(ctx.uow, ctx.principal, "opened", [record_id], about)
    return fragment(f"{TEMPLATES}/nothing.html")


@post("/{workspace:str}/knowledge/{record_id:uuid}/use", needs=SEE, include_in_schema=False)
async def use(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Said to the customer, helpful or not, or thanked for."""
    data = await sent(ctx.request)
    uow, me = ctx.uow, ctx.principal
    deals = ids([data.get("for")])
    back = here(ctx, f"deals/{deals[0]}" if deals else f"knowledge/{record_id}")
    match data.get("how"):
        case "quoted":
            return await settled(ctx, _quoted(ctx, record_id, deals), back, _("Noted."))
        case "helped" | "not_helped" as how:
            work: Any = vote(uow, me, record_id, helped=how == "helped")
            return await settled(ctx, work, back, _("Thank you for saying so."))
        case "thanks":
            return await settled(ctx, give_thanks(uow, me, record_id), back, _("Thanked."))
    raise NotFound


async def _quoted(ctx: Ctx, item_id: UUID, deals: list[UUID]) -> None:
    await Knowledge(ctx.uow, ctx.principal).get(item_id)
    about = await _seen(ctx, deals)
    await used(ctx.uow, ctx.principal, "quoted", [item_id], about)


async def _seen(ctx: Ctx, deals: list[UUID]) -> UUID | None:
    """The deal for which it is, if the member sees it; else `NotFound`."""
    if not deals:
        return None
    found = await demand_visible(ctx.uow, ctx.principal, deals[:1])
    if found.get(deals[0], ("", ""))[0] != "deal":
        raise NotFound
    return deals[0]


async def _use(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    deals = ids([ctx.request.query_params.get("for", "")])
    about = await _seen(ctx, deals)
    counts = await use_of(ctx.uow, ctx.principal, record["id"])
    return {"use": counts, "for": about or ""}


def _kinds() -> dict[str, str]:
    return {choice.value: str(choice.label) for choice in KINDS}


add_panel(
    Panel(
        name="knowledge-for-deal",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == "deal",
        href=lambda _kind, record: f"knowledge/for/{record['id']}",
        needs=SEE,
    )
)
add_panel(
    Panel(
        name="knowledge-answer",
        place="top",
        template=f"{TEMPLATES}/answer.html",
        applies=lambda kind: kind.name == KNOWLEDGE.name,
        load=_use,
    )
)

ROUTES = [for_deal, seen, opening, use]
