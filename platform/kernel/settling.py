"""What a process keeps in its head for a moment, and settles with the database now and then."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Protocol

import structlog

from kernel.database import Database

log = structlog.get_logger()


class Ledger(Protocol):
    """Counts taken without a round trip; `settle` brings them to the database."""

    async def pause(self) -> None:
        """Until it is time to settle."""

    async def settle(self, database: Database) -> None:
        """Write what has come together; what could not be written is kept for the next time."""


@contextlib.asynccontextmanager
async def settling(database: Database, *ledgers: Ledger) -> AsyncIterator[None]:
    """Settle each ledger after each of its pauses, and a last time at the end."""
    tasks = [asyncio.create_task(_keep_settling(database, ledger)) for ledger in ledgers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for ledger in ledgers:
            await _settle(database, ledger)


async def _keep_settling(database: Database, ledger: Ledger) -> None:
    while True:
        await ledger.pause()
        await _settle(database, ledger)


async def _settle(database: Database, ledger: Ledger) -> None:
    try:
        await ledger.settle(database)
    except Exception as error:  # noqa: BLE001 -- a database that is away must not end the task
        log.warning("not_settled", ledger=type(ledger).__name__, kind=type(error).__name__)
