"""PostgreSQL away, frozen, or hanging up on everybody: who asks is told soon, and it heals."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import asyncpg
import httpx
import msgspec

from kernel.embedded import EmbeddedPostgres

# An answer later than this is no answer: a person has given up, a proxy has piled up requests.
SOON: Final = 3.0
HEALS: Final = 10.0
EVERY: Final = 0.2
_HANG_UP: Final = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE usename IN ('guanxi_app', 'guanxi_worker')
"""
Ask = Callable[[], Awaitable[httpx.Response]]


class Told(msgspec.Struct):
    """How requests went: statuses, the slowest, and seconds until all was well again."""

    statuses: dict[int, int] = msgspec.field(default_factory=dict)
    slowest_s: float = 0.0
    healed_s: float = 0.0


@asynccontextmanager
async def stopped(server: EmbeddedPostgres) -> AsyncIterator[None]:
    """The server is shut down, and started again."""
    await asyncio.to_thread(server.stop)
    try:
        yield
    finally:
        await asyncio.to_thread(server.start)


@contextmanager
def frozen(server: EmbeddedPostgres) -> Iterator[None]:
    """Every process of it hangs: nothing is refused, nothing is answered."""
    pids = _family(server.pid or 0)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)


@asynccontextmanager
async def hung_up_on(admin_dsn: str) -> AsyncIterator[None]:
    """Each connection of the product is ended five times a second."""
    admin = await asyncpg.connect(admin_dsn)

    async def again() -> None:
        while True:
            await admin.execute(_HANG_UP)
            await asyncio.sleep(EVERY)

    rude = asyncio.create_task(again())
    try:
        yield
    finally:
        rude.cancel()
        await asyncio.gather(rude, return_exceptions=True)
        await admin.close()


async def asked_for(seconds: float, ask: Ask, at_once: int = 4) -> Told:
    """So many ask without a pause, each once at least."""
    statuses: Counter[int] = Counter()
    slowest, end = 0.0, time.monotonic() + seconds

    async def one() -> None:
        nonlocal slowest
        while True:
            began = time.monotonic()
            statuses[(await ask()).status_code] += 1
            slowest = max(slowest, time.monotonic() - began)
            if time.monotonic() > end:
                return
            await asyncio.sleep(0.01)

    await asyncio.gather(*(one() for _ in range(at_once)))
    return Told(dict(statuses), round(slowest, 2))


async def healed(ask: Ask) -> float:
    """Seconds until ten in a row are well."""
    began, well = time.monotonic(), 0
    while well < 10:  # noqa: PLR2004 -- one alone may be luck
        well = well + 1 if (await ask()).is_success else 0
        if time.monotonic() - began > HEALS:
            break
    return round(time.monotonic() - began, 2)


def _family(parent: int) -> list[int]:
    """A process and its children."""
    found = [parent]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
