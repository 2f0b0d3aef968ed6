"""Conversations as a member has them: those of customers in sight, and one's own."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from bots.conversations.enclosing import File, file_of
from bots.conversations.receiving import LINE, LONGEST
from bots.gateway.awake import awake
from bots.gateway.channel import ADAPTERS, Place
from bots.gateway.post import Chat
from crm.records.beside.files import FileView
from crm.records.reading import demand_visible
from crm.records.scope import ANY, visible
from kernel import clock
from kernel.entitled import NotInPlan
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

State = Literal["open", "answered", "closed"]
STATES: Final[tuple[State, ...]] = ("open", "answered", "closed")
SHOWN: Final = 100
NAMED: Final = 100
CANNED: Final = 200

_SEEN = """
SELECT c.id, c.channel, c.bot_id, c.chat_id, c.name, c.record_id, c.assignee_id, c.state,
       c.last_text, c.last_at, r.type AS record_type, r.title AS record_title
FROM conversation c
LEFT JOIN record r ON r.tenant_id = $1 AND r.id = c.record_id AND r.deleted_at IS NULL
WHERE c.tenant_id = $1 AND ({scope})
"""
_LINES = """
SELECT l.id, l.direction, l.member_id, l.text, l.files, l.at FROM conversation_line l
WHERE l.tenant_id = $1 AND l.conversation_id = $2
ORDER BY l.tenant_id DESC, l.conversation_id DESC, l.id DESC LIMIT 200
"""
_ANSWERED = """
UPDATE conversation SET state = 'answered', assignee_id = coalesce(assignee_id, $3),
    last_text = $4, last_at = $5
WHERE tenant_id = $1 AND id = $2
"""
_STATE = "UPDATE conversation SET state = $3 WHERE tenant_id = $1 AND id = $2"
_ASSIGN = "UPDATE conversation SET assignee_id = $3 WHERE tenant_id = $1 AND id = $2"
_LINK = "UPDATE conversation SET record_id = $3 WHERE tenant_id = $1 AND id = $2"
_MEMBER = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active'
"""
_CANNED = """
SELECT c.id, c.name, c.text FROM canned_reply c WHERE c.tenant_id = $1
ORDER BY c.tenant_id, c.name LIMIT 200
"""
_ADD = """
INSERT INTO canned_reply (tenant_id, id, name, text)
SELECT $1, $2, $3, $4
WHERE (SELECT count(*) FROM canned_reply c WHERE c.tenant_id = $1) < $5
ON CONFLICT (tenant_id, name) DO UPDATE SET text = excluded.text RETURNING id
"""
_REMOVE = "DELETE FROM canned_reply WHERE tenant_id = $1 AND id = $2"


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation; `record_*` are who it is for us, where that is in sight."""

    id: UUID
    channel: str
    bot_id: str
    chat_id: str
    name: str
    record_id: UUID | None
    record_type: str | None
    record_title: str | None
    assignee_id: UUID | None
    state: State
    last_text: str
    last_at: datetime


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `direction` is "in" for the customer's; its files are the record's."""

    id: UUID
    direction: str
    member_id: UUID | None
    text: str
    files: list[File]
    at: datetime


class Canned(msgspec.Struct, frozen=True):
    """An answer that is given often."""

    id: UUID
    name: str
    text: str


async def listed(uow: UnitOfWork, me: Principal, state: State) -> list[Talk]:
    """Those in sight, the last first."""
    args, scope = _scope(me)
    sql = f"{_SEEN.format(scope=scope)} AND c.state = {args(state)} "
    sql += f"ORDER BY c.tenant_id DESC, c.last_at DESC LIMIT {SHOWN}"
    return [Talk(**row) for row in await uow.fetch(sql, *args.values)]


async def one(uow: UnitOfWork, me: Principal, conversation_id: UUID) -> Talk:
    """One in sight; else `NotFound`."""
    args, scope = _scope(me)
    sql = f"{_SEEN.format(scope=scope)} AND c.id = {args(conversation_id)}"
    row = await uow.fetchrow(sql, *args.values)
    if row is None:
        raise NotFound
    return Talk(**row)


async def lines(uow: UnitOfWork, me: Principal, talk: Talk) -> list[Line]:
    """What was said, oldest first."""
    rows = await uow.fetch(_LINES, me.tenant_id, talk.id)
    return [msgspec.convert(dict(row), Line) for row in rows][::-1]


async def file(uow: UnitOfWork, me: Principal, conversation_id: UUID, file_id: UUID) -> FileView:
    """What the customer sent along; `NotFound` where it is not here, or not in sight."""
    talk = await one(uow, me, conversation_id)
    found = await file_of(uow, talk.id, file_id)
    if found is None:
        raise NotFound
    return found


async def answer(uow: UnitOfWork, me: Principal, conversation_id: UUID, text: str) -> None:
    """Say it to the customer; whoever answers first has taken the conversation."""
    talk, said, now = await one(uow, me, conversation_id), text.strip(), clock.now()
    if not said or len(said) > LONGEST:
        raise Invalid(_("An answer of at most %(most)s characters, please.") % {"most": LONGEST})
    place, adapter = Place(talk.channel, talk.bot_id, talk.chat_id), ADAPTERS.get(talk.channel)
    owner = await adapter.owner(uow, talk.bot_id) if adapter is not None else None
    if owner is None:
        raise Conflict(_("The bot that this customer wrote to is not connected any more."))
    if not await awake(uow, place, owner):
        raise NotInPlan
    await uow.execute(LINE, me.tenant_id, uuid7(), talk.id, "out", me.member_id, said, [], now)
    await uow.execute(_ANSWERED, me.tenant_id, talk.id, me.member_id, said[:200], now)
    await Chat(uow, place).say(said)


async def put(uow: UnitOfWork, me: Principal, conversation_id: UUID, state: State) -> None:
    """Closed, or open again."""
    talk = await one(uow, me, conversation_id)
    await uow.execute(_STATE, me.tenant_id, talk.id, state)


async def assign(
    uow: UnitOfWork, me: Principal, conversation_id: UUID, member_id: UUID | None
) -> None:
    """To a colleague, who then sees it; to nobody."""
    talk = await one(uow, me, conversation_id)
    if member_id is not None and not await uow.fetchval(_MEMBER, me.tenant_id, member_id):
        raise NotFound
    await uow.execute(_ASSIGN, me.tenant_id, talk.id, member_id)


async def link(uow: UnitOfWork, me: Principal, conversation_id: UUID, record_id: UUID) -> None:
    """It is this contact or lead of ours."""
    talk = await one(uow, me, conversation_id)
    seen = await demand_visible(uow, me, [record_id])
    if seen.get(record_id, ("", ""))[0] not in {"contact", "lead"}:
        raise NotFound
    await uow.execute(_LINK, me.tenant_id, talk.id, record_id)


async def canned(uow: UnitOfWork, me: Principal) -> list[Canned]:
    """The answers that are given often."""
    return [Canned(**row) for row in await uow.fetch(_CANNED, me.tenant_id)]


async def keep_canned(uow: UnitOfWork, me: Principal, name: str, text: str) -> None:
    """Under its name; the same name again replaces it."""
    named, said = " ".join(name.split()), text.strip()
    if not named or not said or len(named) > NAMED or len(said) > LONGEST:
        raise Invalid(_("A reply needs a name and a text."))
    if not await uow.fetchval(_ADD, me.tenant_id, uuid7(), named, said, CANNED):
        raise Invalid(_("There are %(most)s replies already.") % {"most": CANNED})


async def drop_canned(uow: UnitOfWork, me: Principal, canned_id: UUID) -> None:
    """Not given any more."""
    if not await uow.execute(_REMOVE, me.tenant_id, canned_id):
        raise NotFound


def _scope(me: Principal) -> tuple[Args, str]:
    args = Args(me.tenant_id)
    mine = f"c.assignee_id = {args(me.member_id)}"
    nobodys = " OR r.id IS NULL" if me.scope == "all" else ""
    return args, f"{mine} OR (r.id IS NOT NULL AND {visible(me, args, 'r', of=ANY)}){nobodys}"
