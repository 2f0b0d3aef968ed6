"""Questions are kept when they find no answer, and answered or dropped by curators."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.item.service import Knowledge
from crm.records.naming.folding import fold
from crm.records.scope import demand_reach, visible
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.i18n import _, lazy
from kernel.ids import uuid7
from kernel.principal import NOBODY, Principal
from kernel.sql import Args
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import notify

LONGEST: Final = 500
SHOWN: Final = 100
ANSWERED: Final = "answered"

declare(ANSWERED, lazy("Answers to what you asked"), "web", "chat")

_ASK = """
INSERT INTO knowledge_question AS q (tenant_id, id, owner_id, team_id, text, asked, created_at,
    last_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
ON CONFLICT (tenant_id, owner_id, asked) DO UPDATE
    SET times = q.times + 1, last_at = excluded.last_at,
        state = CASE WHEN q.state = 'dropped' THEN 'open' ELSE q.state END
RETURNING q.id
"""
_OPEN = """
SELECT q.id, q.text, q.times, q.owner_id, q.state, q.answer_id, q.created_at, q.last_at
FROM knowledge_question q
WHERE q.tenant_id = $1 AND q.state = $2 AND {scope}
ORDER BY q.tenant_id DESC, q.state DESC, q.last_at DESC, q.id DESC LIMIT {shown}
"""
_HOLD = """
SELECT q.id, q.owner_id, q.team_id, q.text, q.state FROM knowledge_question q
WHERE q.tenant_id = $1 AND q.id = $2 AND {scope} FOR UPDATE OF q
"""
_SETTLE = """
UPDATE knowledge_question SET state = $3, answer_id = $4 WHERE tenant_id = $1 AND id = $2
"""


class QuestionView(msgspec.Struct, frozen=True):
    """What was asked, by whom, how often, and what answers it now."""

    id: UUID
    text: str
    times: int
    owner_id: UUID
    state: str
    answer_id: UUID | None
    created_at: datetime
    last_at: datetime


class AnswerWish(msgspec.Struct, forbid_unknown_fields=True):
    """What is said to the question from now on."""

    text: Annotated[str, Meta(min_length=1, max_length=20_000)]


class Settled(Conflict):
    """Answered once, it stays answered."""

    code = "question_settled"

    def default(self) -> str:
        return _("This question is settled already.")


async def ask_later(uow: UnitOfWork, principal: Principal, text: str) -> UUID | None:
    """Keep a question that nothing answered; asked again, it counts. None of an empty one."""
    said = one_line(text)[:LONGEST]
    asked = compared(said)
    if asked is None or principal.member_id == NOBODY:
        return None
    me = principal
    kept: UUID = await uow.fetchval(
        _ASK, me.tenant_id, uuid7(), me.member_id, me.team_id, said, asked, clock.now()
    )
    return kept


def compared(text: str) -> bytes | None:
    """A digest that is the same for the same question; none where nothing is asked."""
    asked = fold(text).strip(" ?？。.!！")
    return sha256(asked.encode()).digest() if asked else None


async def questions(
    uow: UnitOfWork, principal: Principal, state: str = "open"
) -> list[QuestionView]:
    """The member's own, and those within a curator's reach; the latest first."""
    args = Args(principal.tenant_id, state)
    sql = _OPEN.format(scope=_seen(principal, args), shown=SHOWN)
    return [QuestionView(**row) for row in await uow.fetch(sql, *args.values)]


async def answer(
    uow: UnitOfWork, principal: Principal, question_id: UUID, wish: AnswerWish
) -> UUID:
    """The answer becomes a piece of knowledge, published for everybody; its id."""
    row = await _held(uow, principal, question_id)
    items = Knowledge(uow, principal)
    made = await items.create(
        {"name": row["text"][:200], "kind": "fact", "text": row["text"], "answer": wish.text}
    )
    item_id: UUID = made["id"]
    await items.publish(item_id)
    await uow.execute(_SETTLE, principal.tenant_id, question_id, "answered", item_id)
    if row["owner_id"] != principal.member_id:
        await notify(
            uow,
            member_id=row["owner_id"],
            kind=ANSWERED,
            title=row["text"],
            body=wish.text[:500],
            record_type=KNOWLEDGE.name,
            record_id=item_id,
        )
    return item_id


async def drop(uow: UnitOfWork, principal: Principal, question_id: UUID) -> None:
    """Nobody needs to answer this; asked again, it is open again."""
    await _held(uow, principal, question_id)
    await uow.execute(_SETTLE, principal.tenant_id, question_id, "dropped", None)


async def _held(uow: UnitOfWork, principal: Principal, question_id: UUID) -> Any:
    args = Args(principal.tenant_id, question_id)
    row = await uow.fetchrow(_HOLD.format(scope=_seen(principal, args)), *args.values)
    if row is None:
        raise NotFound
    demand_reach(principal, KNOWLEDGE.name, "transfer", row)
    if row["state"] != "open":
        raise Settled
    return row


def _seen(principal: Principal, args: Args) -> str:
    """As a piece of knowledge that nobody published."""
    return visible(principal, args, "q", of=KNOWLEDGE)
