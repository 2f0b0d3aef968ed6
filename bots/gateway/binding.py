"""Chats that belong to people: linked by a one-time link, switched, let go."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from bots.gateway.channel import Place
from bots.gateway.codes import new_code
from kernel import clock
from kernel.ids import uuid7
from kernel.secret import digest, new_token
from kernel.transaction import UnitOfWork

LIFETIME: Final = timedelta(minutes=15)


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """One chat, its person, and where it may speak."""

    channel: str
    bot_id: str
    chat_id: str
    user_id: str
    person_id: UUID
    workspace_id: UUID
    workspace_ids: list[UUID]
    state: str


_FIND = """
SELECT channel, bot_id, chat_id, user_id, person_id, workspace_id, workspace_ids, state
FROM bot_binding WHERE channel = $1 AND bot_id = $2 AND chat_id = $3 FOR UPDATE
"""
_OF_USER = """
SELECT channel, bot_id, chat_id, user_id, person_id, workspace_id, workspace_ids, state
FROM bot_binding WHERE channel = $1 AND bot_id = $2 AND user_id = $3 ORDER BY id LIMIT 1
"""
_OF_PERSON = """
SELECT channel, bot_id, chat_id, user_id, person_id, workspace_id, workspace_ids, state
FROM bot_binding WHERE person_id = $1 AND channel = $2 ORDER BY id
"""
_SPENT = "DELETE FROM bot_link_token WHERE expires_at <= $1 OR person_id = $2"
_ISSUE = """
INSERT INTO bot_link_token (token_hash, person_id, workspace_id, workspace_ids, created_at,
                            expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
# Who opens the link first has it; nobody else's confirmation counts.
_CLAIM = """
UPDATE bot_link_token SET claimed_by = $2
WHERE token_hash = $1 AND claimed_by IN ('', $2) AND expires_at > $3
RETURNING person_id, workspace_id
"""
_OTHERS = "DELETE FROM bot_link_token WHERE claimed_by = $1 AND token_hash <> $2"
_TAKE = """
DELETE FROM bot_link_token WHERE claimed_by = $1 AND expires_at > $2
    AND ($3::uuid IS NULL OR workspace_id = $3)
RETURNING person_id, workspace_id, workspace_ids
"""
_ASKED = "SELECT true FROM bot_link_token WHERE claimed_by = $1 AND expires_at > $2"
_REFUSE = "DELETE FROM bot_link_token WHERE claimed_by = $1"
_BIND = """
INSERT INTO bot_binding (id, channel, bot_id, chat_id, user_id, person_id, workspace_id,
                         workspace_ids, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (channel, bot_id, chat_id) DO UPDATE SET user_id = excluded.user_id,
    person_id = excluded.person_id, workspace_id = excluded.workspace_id,
    workspace_ids = excluded.workspace_ids, state = 'active', created_at = excluded.created_at
"""
_SWITCH = """
UPDATE bot_binding SET workspace_id = $4
WHERE channel = $1 AND bot_id = $2 AND chat_id = $3 AND $4 = ANY(workspace_ids)
"""
_STATE = """
UPDATE bot_binding SET state = $4 WHERE channel = $1 AND bot_id = $2 AND chat_id = $3
"""
_MOVE = """
UPDATE bot_binding SET chat_id = $4 WHERE channel = $1 AND bot_id = $2 AND chat_id = $3
"""
_JOINED = """
UPDATE bot_binding SET workspace_ids = $4
WHERE channel = $1 AND bot_id = $2 AND person_id = $3 AND workspace_ids IS DISTINCT FROM $4
"""
_RELEASE = "DELETE FROM bot_binding WHERE person_id = $1 AND channel = $2 AND bot_id = $3"
_NAMES = """
SELECT w.id, w.name FROM workspace w WHERE w.id = ANY($1::uuid[]) AND w.status = 'active'
ORDER BY w.name, w.id
"""


async def issue(
    uow: UnitOfWork,
    person_id: UUID,
    workspace_id: UUID,
    everywhere: Sequence[UUID],
    *,
    typed: bool = False,
) -> str:
    """A link's token, or a typed code, shown this once; the person's earlier ones are void."""
    token, now = new_code() if typed else new_token(), clock.now()
    await uow.execute(_SPENT, now, person_id)
    await uow.execute(
        _ISSUE, digest(token), person_id, workspace_id, list(everywhere), now, now + LIFETIME
    )
    return token


async def claim(uow: UnitOfWork, token: str, place: Place) -> Any:
    """Whose link it is, if it is still good for this chat; else None. One question at a time."""
    await uow.execute(_OTHERS, _claimer(place), digest(token))
    return await uow.fetchrow(_CLAIM, digest(token), _claimer(place), clock.now())


async def confirm(
    uow: UnitOfWork, place: Place, user_id: str, only: UUID | None = None
) -> Binding | None:
    """Bind the chat by the link that it claimed; None where there is none (any more).

    A workspace's own bot speaks of that workspace `only`, wherever else the person is.
    """
    row = await uow.fetchrow(_TAKE, _claimer(place), clock.now(), only)
    if row is None:
        return None
    known = dict(row) | ({"workspace_ids": [only]} if only is not None else {})
    await uow.execute(
        _BIND,
        uuid7(),
        *_key(place),
        user_id,
        known["person_id"],
        known["workspace_id"],
        known["workspace_ids"],
        clock.now(),
    )
    where = msgspec.structs.asdict(place)
    return Binding(user_id=user_id, state="active", **where, **known)


async def asked(uow: UnitOfWork, place: Place) -> bool:
    """Whether this chat was asked, and has yet to answer."""
    return bool(await uow.fetchval(_ASKED, _claimer(place), clock.now()))


async def refuse(uow: UnitOfWork, place: Place) -> None:
    """The link was opened by somebody who did not mean to."""
    await uow.execute(_REFUSE, _claimer(place))


async def find(uow: UnitOfWork, place: Place) -> Binding | None:
    """The chat's binding, held."""
    row = await uow.fetchrow(_FIND, *_key(place))
    return Binding(**dict(row)) if row is not None else None


async def of_user(uow: UnitOfWork, place: Place, user_id: str) -> Binding | None:
    """The private chat of somebody who speaks elsewhere."""
    row = await uow.fetchrow(_OF_USER, place.channel, place.bot_id, user_id)
    return Binding(**dict(row)) if row is not None else None


async def of_person(uow: UnitOfWork, channel: str, person_id: UUID) -> list[Binding]:
    """The chats of a person in one network."""
    rows = await uow.fetch(_OF_PERSON, person_id, channel)
    return [Binding(**dict(row)) for row in rows]


async def switch(uow: UnitOfWork, place: Place, workspace_id: UUID) -> bool:
    """Speak to another workspace from now on; membership is asked at every update."""
    return bool(await uow.execute(_SWITCH, *_key(place), workspace_id))


async def mark(uow: UnitOfWork, place: Place, state: str) -> None:
    """Blocked by the person, or let in again."""
    await uow.execute(_STATE, *_key(place), state)


async def move(uow: UnitOfWork, place: Place, chat_id: str) -> None:
    """The chat has another number from now on."""
    await uow.execute(_MOVE, *_key(place), chat_id)


async def joined(
    uow: UnitOfWork, channel: str, bot_id: str, person_id: UUID, everywhere: Sequence[UUID]
) -> None:
    """Let the person's chats switch to the workspaces that the person has by now."""
    await uow.execute(_JOINED, channel, bot_id, person_id, list(everywhere))


async def release(uow: UnitOfWork, channel: str, bot_id: str, person_id: UUID) -> None:
    """Unlink all chats of a person."""
    await uow.execute(_RELEASE, person_id, channel, bot_id)


async def names(uow: UnitOfWork, ids: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """The workspaces by name."""
    return [(row["id"], row["name"]) for row in await uow.fetch(_NAMES, list(ids))]


def _key(place: Place) -> tuple[str, str, str]:
    return place.channel, place.bot_id, place.chat_id


def _claimer(place: Place) -> str:
    return ":".join(_key(place))
