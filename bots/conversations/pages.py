"""The inbox: what customers wrote, and the answers of people."""

from typing import Final
from uuid import UUID

from litestar.params import FromPath, FromQuery
from litestar.response import Response, Stream

from bots.conversations import service
from bots.conversations.service import STATES, State
from crm.records.beside.api_files import saved
from crm.records.pages.forms import sent
from crm.records.people import people
from crm.records.types import record_type
from kernel.errors import NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from web.nav import Entry, navigation
from web.render import page, redirect
from web.toasts import Toast

AT: Final = "/{workspace:str}/conversations"
ONE: Final = AT + "/{conversation_id:uuid}"
TEMPLATES: Final = "bots/conversations/templates"
SEES, ANSWERS, KEEPS = "lead:see", "activity:create", "settings:workspace"
LABELS: Final = {
    "open": lazy("To answer"),
    "answered": lazy("Answered"),
    "closed": lazy("Closed"),
}

navigation.add(
    "main",
    Entry(
        key="conversations",
        label=lazy("Conversations"),
        icon="inbox",
        path="conversations",
        order=72,
        permission=SEES,
    ),
)


@get(AT, needs=SEES, include_in_schema=False)
async def conversations(
    ctx: Ctx, workspace: FromPath[str], of: FromQuery[str] = "open"
) -> Response[str]:
    """`?of=open|answered|closed`."""
    chosen = next((one for one in STATES if one == of), None)
    if chosen is None:
        raise NotFound
    return page(
        f"{TEMPLATES}/conversations.html",
        found=await service.listed(ctx.uow, ctx.principal, chosen),
        state=chosen,
        labels=LABELS,
        people=await people(ctx.uow),
        canned=await service.canned(ctx.uow, ctx.principal),
    )


@get(ONE, needs=SEES, include_in_schema=False)
async def conversation(
    ctx: Ctx, workspace: FromPath[str], conversation_id: FromPath[UUID]
) -> Response[str]:
    """What was said, and a place to answer."""
    found = await service.one(ctx.uow, ctx.principal, conversation_id)
    kind = record_type(found.record_type) if found.record_type else None
    return page(
        f"{TEMPLATES}/conversation.html",
        found=found,
        lines=await service.lines(ctx.uow, ctx.principal, found),
        people=await people(ctx.uow),
        canned=await service.canned(ctx.uow, ctx.principal),
        record=f"{kind.plural}/{found.record_id}" if kind else "",
        labels=LABELS,
    )


@get(f"{ONE}/files/{{file_id:uuid}}", needs=SEES, include_in_schema=False)
async def file(
    ctx: Ctx, workspace: FromPath[str], conversation_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Stream:
    """What the customer sent along, to be saved."""
    found = await service.file(ctx.uow, ctx.principal, conversation_id, file_id)
    return saved(ctx, found)


@post(f"{ONE}/answers", needs=ANSWERS, status_code=200, include_in_schema=False)
async def answer(
    ctx: Ctx, workspace: FromPath[str], conversation_id: FromPath[UUID]
) -> Response[str]:
    """Typed, or one of those that are given often."""
    form = await sent(ctx.request)
    text = form.get("text")
    if form.get("canned"):
        known = await service.canned(ctx.uow, ctx.principal)
        text = next((one.text for one in known if str(one.id) == form.get("canned")), text)
    await service.answer(ctx.uow, ctx.principal, conversation_id, text)
    return _back(workspace, conversation_id, _("Sent."))


@post(f"{ONE}/state", needs=ANSWERS, status_code=200, include_in_schema=False)
async def put(ctx: Ctx, workspace: FromPath[str], conversation_id: FromPath[UUID]) -> Response[str]:
    """Closed, or open again."""
    form = await sent(ctx.request)
    wanted: State = "closed" if form.get("state") == "closed" else "open"
    await service.put(ctx.uow, ctx.principal, conversation_id, wanted)
    said = _("Closed.") if wanted == "closed" else _("Open again.")
    return _back(workspace, conversation_id, said)


@post(f"{ONE}/assignee", needs=ANSWERS, status_code=200, include_in_schema=False)
async def assign(
    ctx: Ctx, workspace: FromPath[str], conversation_id: FromPath[UUID]
) -> Response[str]:
    """To a colleague, or to nobody."""
    form = await sent(ctx.request)
    whom = _id(form.get("member_id")) if form.get("member_id") else None
    await service.assign(ctx.uow, ctx.principal, conversation_id, whom)
    return redirect(f"/{workspace}/conversations", toast=Toast(_("Handed over.")))


@post(f"{AT}/replies", needs=KEEPS, status_code=200, include_in_schema=False)
async def keep_canned(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """An answer that is given often."""
    form = await sent(ctx.request)
    await service.keep_canned(ctx.uow, ctx.principal, form.get("name"), form.get("text"))
    return redirect(f"/{workspace}/conversations", toast=Toast(_("Kept.")))


@post(
    AT + "/replies/{canned_id:uuid}/removal",
    needs=KEEPS,
    status_code=200,
    include_in_schema=False,
)
async def drop_canned(
    ctx: Ctx, workspace: FromPath[str], canned_id: FromPath[UUID]
) -> Response[str]:
    """Not given any more."""
    await service.drop_canned(ctx.uow, ctx.principal, canned_id)
    return redirect(f"/{workspace}/conversations", toast=Toast(_("Removed.")))


def _back(workspace: str, conversation_id: UUID, said: str) -> Response[str]:
    return redirect(f"/{workspace}/conversations/{conversation_id}", toast=Toast(said))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


ROUTES = [conversations, conversation, file, answer, put, assign, keep_canned, drop_canned]
