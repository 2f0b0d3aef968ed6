"""Groups that were tied to a workspace."""

from uuid import UUID

import msgspec

from bots.gateway.channel import Place
from kernel import clock
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

_COLUMNS = "channel, bot_id, chat_id, workspace_id, title, language, tells_won"
_FIND = f"SELECT {_COLUMNS} FROM bot_group WHERE channel = $1 AND bot_id = $2 AND chat_id = $3"
_TELLING = f"SELECT {_COLUMNS} FROM bot_group WHERE workspace_id = $1 AND tells_won ORDER BY id"
_TIE = """
INSERT INTO bot_group (id, channel, bot_id, chat_id, workspace_id, title, language, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (channel, bot_id, chat_id) DO NOTHING
"""
_TELLS = """
UPDATE bot_group SET tells_won = $4 WHERE channel = $1 AND bot_id = $2 AND chat_id = $3
"""
_DROP = "DELETE FROM bot_group WHERE channel = $1 AND bot_id = $2 AND chat_id = $3"
_MOVE = """
UPDATE bot_group SET chat_id = $4 WHERE channel = $1 AND bot_id = $2 AND chat_id = $3
    AND NOT EXISTS (SELECT 1 FROM bot_group g
        WHERE g.channel = $1 AND g.bot_id = $2 AND g.chat_id = $4)
"""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One group; it speaks the language of whoever tied it."""

    channel: str
    bot_id: str
    chat_id: str
    workspace_id: UUID
    title: str
    language: str
    tells_won: bool

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.channel, self.bot_id, self.chat_id)


async def find(uow: UnitOfWork, place: Place) -> Group | None:
    """The group, if it is tied."""
    row = await uow.fetchrow(_FIND, *_key(place))
    return Group(**dict(row)) if row is not None else None


async def telling(uow: UnitOfWork, workspace_id: UUID) -> list[Group]:
    """The groups in which this workspace's won deals are told."""
    return [Group(**dict(row)) for row in await uow.fetch(_TELLING, workspace_id)]


async def tie(uow: UnitOfWork, place: Place, workspace_id: UUID, title: str, language: str) -> None:
    """To this workspace; who was first stays."""
    now = clock.now()
    await uow.execute(_TIE, uuid7(), *_key(place), workspace_id, title, language, now)


async def tell_won(uow: UnitOfWork, place: Place, *, wanted: bool) -> None:
    """Switch it on or off."""
    await uow.execute(_TELLS, *_key(place), wanted)


async def drop(uow: UnitOfWork, place: Place) -> None:
    """The group belongs to nobody any more."""
    await uow.execute(_DROP, *_key(place))


async def move(uow: UnitOfWork, place: Place, chat_id: str) -> None:
    """The network gave it another number."""
    await uow.execute(_MOVE, *_key(place), chat_id)


def _key(place: Place) -> tuple[str, str, str]:
    return place.channel, place.bot_id, place.chat_id
