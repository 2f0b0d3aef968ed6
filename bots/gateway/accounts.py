"""Workspaces' own bots: their tokens sealed, found by the number or path that a network names."""

from typing import Any
from uuid import UUID

import msgspec

from kernel import clock, secret
from kernel.errors import Conflict
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.secret import box
from kernel.transaction import UnitOfWork

_COLUMNS = "workspace_id, channel, number, path, username, sealed, answers_customers"
_BY_NUMBER = f"SELECT {_COLUMNS} FROM bot_account WHERE channel = $1 AND number = $2"
_BY_PATH = f"SELECT {_COLUMNS} FROM bot_account WHERE channel = $1 AND path = $2"
_OF_WORKSPACE = f"SELECT {_COLUMNS} FROM bot_account WHERE channel = $1 AND workspace_id = $2"
_ALL = f"SELECT {_COLUMNS} FROM bot_account WHERE channel = $1 ORDER BY id"
# Another workspace's bot is never taken over by whoever else has its token.
_KEEP = """
INSERT INTO bot_account (id, workspace_id, channel, number, path, username, sealed, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (channel, number) DO UPDATE SET username = excluded.username,
    sealed = excluded.sealed WHERE bot_account.workspace_id = excluded.workspace_id
RETURNING id
"""
_DROP = "DELETE FROM bot_account WHERE channel = $1 AND workspace_id = $2 AND number <> $3"
_ANSWERS = """
UPDATE bot_account SET answers_customers = $3 WHERE channel = $1 AND workspace_id = $2
"""
_UNBIND = "DELETE FROM bot_binding WHERE channel = $1 AND workspace_id = $2 AND bot_id = $3"


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """A bot and whose it is; `secrets` open it."""

    workspace_id: UUID
    channel: str
    number: str
    path: str
    username: str
    answers_customers: bool
    secrets: dict[str, str]

    def __repr__(self) -> str:
        return f"Own({self.channel}, {self.number})"


async def by_number(uow: UnitOfWork, channel: str, number: str) -> Own | None:
    """The bot of that number."""
    return _opened(await uow.fetchrow(_BY_NUMBER, channel, number))


async def by_path(uow: UnitOfWork, channel: str, path: str) -> Own | None:
    """The bot whose webhook that is."""
    return _opened(await uow.fetchrow(_BY_PATH, channel, path))


async def of_workspace(uow: UnitOfWork, channel: str, workspace_id: UUID) -> Own | None:
    """The workspace's own bot in a network."""
    return _opened(await uow.fetchrow(_OF_WORKSPACE, channel, workspace_id))


async def everybodys(uow: UnitOfWork, channel: str) -> list[Own]:
    """All bots of a network, for whoever fetches their updates."""
    found = [_opened(row) for row in await uow.fetch(_ALL, channel)]
    return [own for own in found if own is not None]


async def keep(
    uow: UnitOfWork,
    channel: str,
    workspace_id: UUID,
    names: tuple[str, str],
    secrets: dict[str, str],
) -> None:
    """From now on this is the workspace's bot, by number and name; the one before is let go."""
    number, username = names
    await uow.execute(_DROP, channel, workspace_id, number)
    told = msgspec.json.encode(secrets).decode()
    made = await uow.fetchval(
        _KEEP,
        uuid7(),
        workspace_id,
        channel,
        number,
        secret.new_token(),
        username,
        box().seal(told, about=_about(workspace_id)),
        clock.now(),
    )
    if made is None:
        raise Conflict(_("This bot serves another workspace already."))


async def drop(uow: UnitOfWork, channel: str, workspace_id: UUID) -> None:
    """Let the workspace's bot go, and the chats that it had."""
    own = await of_workspace(uow, channel, workspace_id)
    if own is not None:
        await uow.execute(_UNBIND, channel, workspace_id, own.number)
        await uow.execute(_DROP, channel, workspace_id, "")


async def answer_customers(
    uow: UnitOfWork, channel: str, workspace_id: UUID, *, wanted: bool
) -> None:
    """Whether strangers who write to the bot are taken for customers."""
    await uow.execute(_ANSWERS, channel, workspace_id, wanted)


def _opened(row: Any) -> Own | None:
    if row is None:
        return None
    known = dict(row)
    told = box().open(known.pop("sealed"), about=_about(row["workspace_id"]))
    return Own(secrets=msgspec.json.decode(told, type=dict[str, str]), **known)


def _about(workspace_id: UUID) -> str:
    return f"{workspace_id}:bot_account.sealed"
