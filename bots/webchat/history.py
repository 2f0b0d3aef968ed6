"""The web chat as it is kept: every message, and what became of its buttons."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from bots.core.messages import Action, Card, File, Inbound, Outbound
from bots.core.reaching import Tell, hear, pushes
from bots.core.talk import Talk
from kernel import clock
from kernel.errors import NotFound
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

CHANNEL = "web"
PAGE = 50

_INSERT = """
INSERT INTO chat_message (tenant_id, id, member_id, direction, text, card, actions, picture, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
# The message whose button was pressed gives its place to the answer; its time stays.
_REPLACE = """
UPDATE chat_message m SET text = $4, card = $5, actions = $6, picture = $7
FROM chat_action a
WHERE a.tenant_id = $1 AND a.member_id = $2 AND a.id = $3
    AND m.tenant_id = $1 AND m.member_id = $2 AND m.id = a.message_id
RETURNING m.id
"""
_MOVE = """
UPDATE chat_action SET message_id = $4
WHERE tenant_id = $1 AND member_id = $2 AND id = ANY($3::uuid[])
"""
_LIST = """
SELECT m.id, m.direction, m.text, m.card, m.actions, m.picture, m.at FROM chat_message m
WHERE m.tenant_id = $1 AND m.member_id = $2 AND m.id < coalesce($3::uuid, $4::uuid)
ORDER BY m.tenant_id DESC, m.member_id DESC, m.id DESC LIMIT $5
"""
_PICTURE = """
SELECT f.id FROM chat_file f WHERE f.tenant_id = $1 AND f.member_id = $2 AND f.id = $3
    AND f.media_type = 'image/png' AND f.draft_id IS NULL
"""
_LAST = UUID(int=2**128 - 1)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A message of the chat; `direction` is "in" for what the member said."""

    id: UUID
    direction: str
    text: str
    card: Card | None
    actions: list[Action]
    at: datetime
    picture: File | None = None


async def listed(
    uow: UnitOfWork, principal: Principal, *, before: UUID | None = None, limit: int = PAGE
) -> tuple[list[Kept], UUID | None]:
    """The newest messages, oldest first, and where the ones before them are."""
    rows = await uow.fetch(
        _LIST, principal.tenant_id, principal.member_id, before, _LAST, limit + 1
    )
    kept = [msgspec.convert(dict(row), Kept) for row in rows[:limit]]
    return kept[::-1], kept[-1].id if len(rows) > limit else None


async def picture(uow: UnitOfWork, principal: Principal, file_id: UUID) -> UUID:
    """A picture that was drawn for the member; `NotFound` for any other."""
    found = await uow.fetchval(_PICTURE, principal.tenant_id, principal.member_id, file_id)
    if found is None:
        raise NotFound
    return UUID(str(found))


async def heard(uow: UnitOfWork, principal: Principal, text: str) -> Kept:
    """Keep what the member said."""
    kept = Kept(id=uuid7(), direction="in", text=text, card=None, actions=[], at=clock.now())
    await _insert(uow, principal, kept)
    return kept


async def answered(
    uow: UnitOfWork, principal: Principal, said: list[Outbound]
) -> list[tuple[Kept, bool]]:
    """Keep the answers; each with whether it took the place of an earlier message."""
    kept: list[tuple[Kept, bool]] = []
    for message in said:
        place = await _replace(uow, principal, message) if message.edit_of else None
        entry = Kept(
            id=place or message.id,
            direction="out",
            text=message.text,
            card=message.card,
            actions=message.actions,
            picture=message.picture,
            at=clock.now(),
        )
        if place is None:
            await _insert(uow, principal, entry)
        kept.append((entry, place is not None))
    return kept


async def _replace(uow: UnitOfWork, principal: Principal, message: Outbound) -> UUID | None:
    me = (principal.tenant_id, principal.member_id)
    place: UUID | None = await uow.fetchval(
        _REPLACE,
        *me,
        UUID(message.edit_of),
        message.text,
        _plain(message.card),
        _plain(message.actions),
        _plain(message.picture),
    )
    if place is not None and message.actions:
        await uow.execute(_MOVE, *me, [action.id for action in message.actions], place)
    return place


async def _insert(uow: UnitOfWork, principal: Principal, kept: Kept) -> None:
    await uow.execute(
        _INSERT,
        principal.tenant_id,
        kept.id,
        principal.member_id,
        kept.direction,
        kept.text,
        _plain(kept.card),
        _plain(kept.actions),
        _plain(kept.picture),
        kept.at,
    )


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


@pushes(CHANNEL)
async def push(
    uow: UnitOfWork, principal: Principal, tell: Tell, *, chat_id: str | None = None
) -> None:
    """What nobody asked for stands in the chat when it is opened next."""
    talk = Talk(uow, principal, Inbound(channel=CHANNEL, chat_id=chat_id or ""))
    await hear(talk, tell)
    await answered(uow, principal, await talk.close())
