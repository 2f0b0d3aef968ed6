"""Networks that bring messages over a connection that we hold: no address of ours is called."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, Protocol

from bots.gateway import accounts, inbox
from bots.gateway.accounts import Own
from bots.gateway.channel import ADAPTERS
from bots.gateway.flood import Flood
from bots.gateway.lasting import Tasks, lasting
from kernel.database import Database
from kernel.transaction import UnitOfWork

LOOK: Final = 30
AGAIN: Final = 1.0

Receive = Callable[[bytes], Awaitable[None]]


class Hold(Protocol):
    """How a network's connection is held until it ends.

    What comes is received before it is acknowledged. Whatever it raises, it is held anew.
    """

    async def __call__(self, own: Own, receive: Receive) -> None: ...


HOLDS: Final[dict[str, Hold]] = {}


def holds(channel: str) -> Callable[[Hold], Hold]:
    """Register how a network's connection is held."""

    def register(hold: Hold) -> Hold:
        HOLDS[channel] = hold
        return hold

    return register


class Streams:
    """One connection for each bot of such a network."""

    def __init__(self, database: Database, flood: Flood) -> None:
        self._database, self._flood = database, flood
        self._tasks = Tasks()

    async def run(self) -> None:
        """Look now and then which bots there are."""
        await lasting(self.look, every=LOOK)

    async def look(self) -> None:
        """Begin with those that are new, leave those that are gone or have other secrets."""
        uow = await UnitOfWork(self._database).begin_outside()
        try:
            found = [own for channel in HOLDS for own in await accounts.everybodys(uow, channel)]
        finally:
            await asyncio.shield(uow.finish(commit=False))
        self._tasks.settle({_as_known(own): partial(self._serve, own) for own in found})

    async def _serve(self, own: Own) -> None:
        def hold() -> Awaitable[None]:
            return HOLDS[own.channel](own, lambda raw: self._receive(own, raw))

        await lasting(hold, every=AGAIN, channel=own.channel)

    async def _receive(self, own: Own, raw: bytes) -> None:
        await inbox.take(self._database, ADAPTERS[own.channel], own.number, raw, self._flood)

    async def close(self) -> None:
        """Let all connections go."""
        await self._tasks.close()


def _as_known(own: Own) -> tuple[object, ...]:
    """Which bot, with which secrets."""
    return own.channel, own.number, *sorted(own.secrets.items())
