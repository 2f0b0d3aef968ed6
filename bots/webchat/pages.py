"""The chat in the browser: anyone can try the bot without a token."""

from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.params import FromPath, FromQuery

from bots.core.enclosing import put_away
from bots.core.messages import CardField
from bots.webchat import history, service
from bots.webchat.history import Kept
from crm.records.beside.api_files import CEILING, uploaded
from crm.records.beside.store import Store
from crm.records.types import record_types
from kernel.errors import NotFound
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
    f"{PAGE}/files",
    needs="activity:create",
    opt=ASKS,
    status_code=200,
    include_in_schema=False,
    request_max_body_size=CEILING,
)
async def send(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """A photo, a document, a voice note or a contact card, as one sends them from a phone."""
    file = await uploaded(ctx.request, ctx.settings)
    enclosed = await put_away(ctx.principal.tenant_id, file, file.filename)
    asked, said = await service.send(ctx.uow, ctx.principal, enclosed)
    return _answer(ctx, workspace, [(asked, False), *said], enclosed=True)


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
    return _answer(ctx, workspace, said)


@get(f"{PAGE}/files/{{file_id:uuid}}", needs=MEMBER, include_in_schema=False)
async def file(ctx: Ctx, workspace: FromPath[str], file_id: FromPath[UUID]) -> Response[bytes]:
    """A picture of one's own chat."""
    picture = await history.picture(ctx.uow, ctx.principal, file_id)
    path = Store(ctx.settings).path(ctx.principal.tenant_id, picture)
    if not path.is_file():
        raise NotFound
    headers = {"Cache-Control": "private, max-age=86400"}
    return Response(path.read_bytes(), media_type="image/png", headers=headers)


def _answer(
    ctx: Ctx,
    workspace: str,
    said: list[tuple[Kept, bool]],
    *,
    composed: bool = False,
    enclosed: bool = False,
) -> Response[str]:
    """What is new; whatever it was written or chosen in is emptied."""
    if not is_partial(ctx.request.scope):
        return redirect(f"/{workspace}/chat")
    return fragment(
        f"{TEMPLATES}/answer.html", said=said, composed=composed, enclosed=enclosed, link=link
    )


def link(field: CardField) -> str:
    """Where a record that was found lies inside the workspace; "" for any other field."""
    value = field.value
    if not isinstance(value, dict) or "id" not in value:
        return ""
    plural = next((kind.plural for kind in record_types() if kind.name == value["type"]), "")
    return f"{plural}/{value['id']}" if plural else ""


ROUTES = [chat, say, send, press, file]
