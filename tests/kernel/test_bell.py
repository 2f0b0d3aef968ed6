"""Workers are told of work once it is there, and never of work that came to nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from kernel import clock, jobs
from kernel.bell import CHANNEL
from kernel.transaction import UnitOfWork

pytestmark = pytest.mark.anyio


@pytest.fixture
async def heard(database: Any) -> AsyncIterator[asyncio.Queue[int]]:
    """How much work a listener sees at the moment when the bell rings."""
    rung: asyncio.Queue[int] = asyncio.Queue()
    connection = await database.pool.acquire()

    def ringing(*_told: Any) -> None:
        rung.put_nowait(1)

    await connection.add_listener(CHANNEL, ringing)
    yield rung
    await connection.remove_listener(CHANNEL, ringing)
    await database.pool.release(connection)


async def left(database: Any, at: Any = None, *, commit: bool = True) -> None:
    unit = await UnitOfWork(database).begin_outside()
    await jobs.enqueue(unit, "test.bell", {}, at=at)
    await unit.finish(commit=commit)


async def quiet(rung: asyncio.Queue[int]) -> bool:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(rung.get(), 0.2)
    return True


async def test_it_rings_for_what_is_due(database: Any, heard: asyncio.Queue[int]) -> None:
    await left(database)
    assert await asyncio.wait_for(heard.get(), 5)


async def test_it_does_not_ring_for_what_was_undone_or_is_due_later(
    database: Any, heard: asyncio.Queue[int]
) -> None:
    await left(database, commit=False)
    await left(database, clock.now() + timedelta(hours=1))
    assert await quiet(heard)


async def test_a_commit_waits_for_nobody_who_rings(database: Any, admin: Any) -> None:
    """What is told inside a transaction holds a lock of the whole cluster until it ends."""
    async with admin.transaction():
        # The very lock: of the database with the number 0.
        await admin.execute("NOTIFY somebody_else")
        await asyncio.wait_for(left(database), 5)
