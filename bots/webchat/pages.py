"""The chat in the browser: anyone can try the bot without a token."""

from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.params import FromPath, FromQuery

from bots.core.messages import CardField
from bots.webchat import history, service
from bots.webchat.history import Kept
from crm.records.types import record_types
from kernel.http import ASKS, MEMBER, Ctx, get, post
from web.render import fragment, page, redirect
from web.shell import is_partial

PAGE = "/{workspace:str}/chat"
LONGEST = 20_000
TEMPLATES = "bots/webchat/templates"


@get(PAGE, needs=MEMBER, include_in_schema=False)
async def chat(
    ctx: Ctx, workspace: FromPath[str], before: FromQuery[UUID | None] = None
) -> Response[str]:
    """What was said so far, and a place to say more."""
    items, more = await history.listed(ctx.uow, ctx.principal, before=before)
    return page(f"{TEMPLATES}/chat.html", items=items, more=more, earlier=before, link=link)


@post(PAGE, needs=MEMBER, opt=ASKS, status_code=200, include_in_schema=False)
async def say(ctx: Ctx, workspace: FromPath[str], request: Request[Any, Any, Any]) -> Response[str]:
    """A sentence from the composer."""
    form = await request.form()
    text = str(form.get("text", ""))[: LONGEST + 1].replace("\x00", "").replace("\r\n", "\n")
    asked, said = await service.say(ctx.uow, ctx.principal, text)
    return _answer(ctx, workspace, [(asked, False), *said], composed=True)


@post(
    f"{PAGE}/actions/{{action_id:uuid}}",
    needs=MEMBER,
    opt=ASKS,
    status_code=200,
    include_in_schema=False,
)
async def press(ctx: Ctx, workspace: FromPath[str], action_id: FromPath[UUID]) -> Response[str]:
    """A button under a message."""
    said = await service.press(ctx.uow, ctx.principal, action_id)
    return _answer(ctx, workspace, said, composed=False)


def _answer(
    ctx: Ctx, workspace: str, said: list[tuple[Kept, bool]], *, composed: bool
) -> Response[str]:
    if not is_partial(ctx.request.scope):
        return redirect(f"/{workspace}/chat")
    return fragment(f"{TEMPLATES}/answer.html", said=said, composed=composed, link=link)


def link(field: CardField) -> str:
    """Where a record that was found lies inside the workspace; "" for any other field."""
    value = field.value
    if not isinstance(value, dict) or "id" not in value:
        return ""
    plural = next((kind.plural for kind in record_types() if kind.name == value["type"]), "")
    return f"{plural}/{value['id']}" if plural else ""


ROUTES = [chat, say, press]
