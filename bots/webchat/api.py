"""The chat for programs: one sentence in, cards and buttons out."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from bots.core.messages import Action, Card
from bots.webchat import history, service
from bots.webchat.history import Kept
from kernel.http import ASKS, MEMBER, Ctx, get, post

API = "/api/v1/{workspace:str}/chat"
TAGS = ["Chat"]


class ChatText(msgspec.Struct, forbid_unknown_fields=True):
    """What a member says, in one message."""

    text: Annotated[str, msgspec.Meta(max_length=20_000)]


class ChatMessageView(msgspec.Struct, omit_defaults=True):
    """An answer; a press of one of `actions` is posted to its id."""

    text: str
    actions: list[Action]
    card: Card | None = None


class ChatAnswer(msgspec.Struct):
    """What the bot says to it."""

    messages: list[ChatMessageView]


class ChatHistory(msgspec.Struct):
    """Messages, oldest first; `next` leads to those before them."""

    items: list[Kept]
    next: UUID | None


@post(API, needs=MEMBER, opt=ASKS, cost=2, status_code=200, operation_id="say", tags=TAGS)
async def say(ctx: Ctx, workspace: FromPath[str], data: JSONBody[ChatText]) -> ChatAnswer:
    """Say a sentence or a command."""
    _asked, said = await service.say(ctx.uow, ctx.principal, data.text.replace("\x00", ""))
    return _answer(said)


@post(
    f"{API}/actions/{{action_id:uuid}}",
    needs=MEMBER,
    opt=ASKS,
    status_code=200,
    operation_id="press",
    tags=TAGS,
)
async def press(ctx: Ctx, workspace: FromPath[str], action_id: FromPath[UUID]) -> ChatAnswer:
    """Press a button of one of your own messages."""
    return _answer(await service.press(ctx.uow, ctx.principal, action_id))


@get(f"{API}/messages", needs=MEMBER, operation_id="chatHistory", tags=TAGS)
async def messages(
    ctx: Ctx,
    workspace: FromPath[str],
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = history.PAGE,
    after: FromQuery[UUID | None] = None,
) -> ChatHistory:
    """The member's own web chat; `after` is the `next` of the page before."""
    items, more = await history.listed(ctx.uow, ctx.principal, before=after, limit=limit)
    return ChatHistory(items, more)


def _answer(said: list[tuple[Kept, bool]]) -> ChatAnswer:
    return ChatAnswer([ChatMessageView(kept.text, kept.actions, kept.card) for kept, _edit in said])


ROUTES = [say, press, messages]
