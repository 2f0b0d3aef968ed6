"""The curators' page, and the buttons on the page of a piece of knowledge."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.knowledge.item.model import CURATES, KNOWLEDGE
from crm.knowledge.item.service import Knowledge
from crm.knowledge.item.words import KINDS, TOPICS
from crm.knowledge.questions.service import AnswerWish, answer, drop, questions
from crm.knowledge.queue.service import alike, captured, disputed, stale, unite
from crm.records.pages.forms import ids, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.people import people
from kernel.errors import Invalid, NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled
from web.render import fragment, page

TEMPLATES: Final = "crm/knowledge/queue/templates"
_AT: Final = "/{workspace:str}/knowledge"
_ONE: Final = f"{_AT}/{{record_id:uuid}}"
_QUESTION: Final = f"{_AT}/questions/{{question_id:uuid}}"
QUEUE: Final = "knowledge/queue"


@get(f"{_AT}/queue", needs=CURATES, include_in_schema=False)
async def queue_page(ctx: Ctx) -> Response[str]:
    """What waits: captured, contradicted, past its day, asked."""
    uow, me = ctx.uow, ctx.principal
    return page(
        f"{TEMPLATES}/queue.html",
        captured=await captured(uow, me),
        disputed=await disputed(uow, me),
        stale=await stale(uow, me),
        asked=await questions(uow, me),
        people=await people(uow),
        kinds={choice.value: str(choice.label) for choice in KINDS},
        topics={choice.value: str(choice.label) for choice in TOPICS},
    )


@get(f"{_ONE}/similar", needs=CURATES, include_in_schema=False)
async def similar(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What says nearly the same, each with its button."""
    found = await alike(ctx.uow, ctx.principal, record_id)
    kinds = {choice.value: str(choice.label) for choice in KINDS}
    return fragment(f"{TEMPLATES}/similar.html", found=found, record_id=record_id, kinds=kinds)


@post(f"{_ONE}/course", needs=CURATES, include_in_schema=False)
async def step(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Curated, published, retired, taken back, settled, or taken up by another."""
    data = await sent(ctx.request)
    items = Knowledge(ctx.uow, ctx.principal)
    back = here(ctx, QUEUE if data.get("back") == "queue" else f"knowledge/{record_id}")
    match data.get("step"):
        case "curate":
            return await settled(ctx, items.curate(record_id), back, _("Put in order."))
        case "publish":
            work: Any = items.publish(record_id, _day(data.get("review_due")))
            return await settled(ctx, work, back, _("Published for everybody."))
        case "retire":
            return await settled(ctx, items.retire(record_id), back, _("Retired."))
        case "take_back":
            return await settled(ctx, items.revive(record_id), back, _("Taken back."))
        case "settle":
            return await settled(ctx, items.settle(record_id), back, _("This one holds."))
        case "unite" if kept := ids([data.get("into")]):
            work = unite(ctx.uow, ctx.principal, kept[0], record_id)
            return await settled(
                ctx, work, here(ctx, f"knowledge/{kept[0]}"), _("Both are one now.")
            )
    raise NotFound


@post(f"{_QUESTION}/answers", needs=CURATES, include_in_schema=False)
async def answer_by_form(ctx: Ctx, question_id: FromPath[UUID]) -> Response[str]:
    """The answer, published."""
    text = (await sent(ctx.request)).get("text").replace("\x00", "").strip()[:20_000]
    if not text:
        raise Invalid(_("Write the answer first."))
    work = answer(ctx.uow, ctx.principal, question_id, AnswerWish(text))
    return await settled(ctx, work, here(ctx, QUEUE), _("Answered, and published for everybody."))


@post(f"{_QUESTION}/dropping", needs=CURATES, include_in_schema=False)
async def drop_by_form(ctx: Ctx, question_id: FromPath[UUID]) -> Response[str]:
    """It needs no answer."""
    work = drop(ctx.uow, ctx.principal, question_id)
    return await settled(ctx, work, here(ctx, QUEUE), _("Dropped."))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(fields={"review_due": _("This is no day.")}) from error


add_panel(
    Panel(
        name="knowledge-course",
        place="actions",
        template=f"{TEMPLATES}/buttons.html",
        applies=lambda kind: kind.name == KNOWLEDGE.name,
        needs=CURATES,
    )
)

ROUTES = [queue_page, similar, step, answer_by_form, drop_by_form]
