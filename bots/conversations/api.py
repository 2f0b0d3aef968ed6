"""The JSON API of conversations with customers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody, QueryParameter

from bots.conversations import service
from bots.conversations.receiving import LONGEST
from bots.conversations.service import Line, State, Talk
from kernel.http import Ctx, get, post

AT = "/api/v1/{workspace:str}/conversations"
TAGS = ["Conversations"]
SEES, ANSWERS = "lead:see", "activity:create"
Of = Annotated[State, QueryParameter(description="Whether it waits, is answered, or closed.")]


class ConversationView(msgspec.Struct):
    """Who writes, by which network, and who it is for us."""

    id: UUID
    channel: str
    name: str
    record_type: str | None
    record_id: UUID | None
    assignee_id: UUID | None
    state: State
    last_text: str
    last_at: datetime


class ConversationList(msgspec.Struct):
    """The last hundred, the newest first."""

    items: list[ConversationView]


class ConversationWhole(ConversationView):
    """With what was said, oldest first; the last two hundred lines."""

    lines: list[Line]


class ConversationAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """What is said to the customer."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]


@get(AT, needs=SEES, operation_id="listConversations", tags=TAGS)
async def list_conversations(
    ctx: Ctx, workspace: FromPath[str], of: Of = "open"
) -> ConversationList:
    """Those of customers that you see, and those that were handed to you."""
    found = await service.listed(ctx.uow, ctx.principal, of)
    return ConversationList([_view(one) for one in found])


@get(
    f"{AT}/{{conversation_id:uuid}}",
    needs=SEES,
    operation_id="getConversation",
    tags=TAGS,
)
async def get_conversation(
    ctx: Ctx, workspace: FromPath[str], conversation_id: FromPath[UUID]
) -> ConversationWhole:
    found = await service.one(ctx.uow, ctx.principal, conversation_id)
    lines = await service.lines(ctx.uow, ctx.principal, found)
    return _whole(found, lines)


@post(
    f"{AT}/{{conversation_id:uuid}}/answers",
    needs=ANSWERS,
    status_code=200,
    operation_id="answerConversation",
    tags=TAGS,
)
async def answer_conversation(
    ctx: Ctx,
    workspace: FromPath[str],
    conversation_id: FromPath[UUID],
    data: JSONBody[ConversationAnswer],
) -> ConversationWhole:
    """Say it in the customer's chat; whoever answers first has taken the conversation."""
    await service.answer(ctx.uow, ctx.principal, conversation_id, data.text.replace("\x00", ""))
    found = await service.one(ctx.uow, ctx.principal, conversation_id)
    lines = await service.lines(ctx.uow, ctx.principal, found)
    return _whole(found, lines)


def _view(one: Talk) -> ConversationView:
    return msgspec.convert(one, ConversationView, from_attributes=True)


def _whole(one: Talk, lines: list[Line]) -> ConversationWhole:
    return ConversationWhole(**msgspec.structs.asdict(_view(one)), lines=lines)


ROUTES = [list_conversations, get_conversation, answer_conversation]
