"""The JSON API of unanswered questions."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, JSONBody, QueryParameter

from crm.knowledge.item.api import ANSWER, TAGS
from crm.knowledge.item.model import CURATES
from crm.knowledge.item.service import Knowledge
from crm.knowledge.questions.service import AnswerWish, QuestionView, answer, drop, questions
from crm.records.api import API, shown
from kernel.http import Ctx, delete, get, post

_AT = f"{API}/knowledge-questions"
State = Annotated[Literal["open", "answered", "dropped"], QueryParameter(name="state")]


class Questions(msgspec.Struct, frozen=True):
    """One's own, and for curators those of the members within their reach."""

    items: list[QuestionView]


@get(_AT, needs="knowledge_item:see", operation_id="listKnowledgeQuestions", tags=TAGS)
async def list_questions(ctx: Ctx, workspace: FromPath[str], stands: State = "open") -> Questions:
    return Questions(await questions(ctx.uow, ctx.principal, stands))


@post(
    f"{_AT}/{{question_id:uuid}}/answers",
    needs=CURATES,
    operation_id="answerKnowledgeQuestion",
    tags=TAGS,
    responses={201: ANSWER},
)
async def answer_question(
    ctx: Ctx, workspace: FromPath[str], question_id: FromPath[UUID], data: JSONBody[AnswerWish]
) -> Response[bytes]:
    """The answer is published; whoever asked hears of it."""
    made = await answer(ctx.uow, ctx.principal, question_id, data)
    return shown(await Knowledge(ctx.uow, ctx.principal).get(made), 201)


@delete(
    f"{_AT}/{{question_id:uuid}}", needs=CURATES, operation_id="dropKnowledgeQuestion", tags=TAGS
)
async def drop_question(ctx: Ctx, workspace: FromPath[str], question_id: FromPath[UUID]) -> None:
    await drop(ctx.uow, ctx.principal, question_id)


ROUTES = [list_questions, answer_question, drop_question]
