"""Kill each process in turn under load, and compare what was promised with what is there."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import asyncpg
import msgspec

from app.drills.ledger import Ledger, Promise
from app.drills.product import PARTS, Product
from app.drills.writers import Told, Writers

WRITERS: Final = 4
QUEUE_SECONDS: Final = 60.0

_KEPT: Final = """
SELECT c.id, c.name FROM contact c JOIN workspace w ON w.id = c.tenant_id WHERE w.slug = $1
"""
# A write is one statement: the record, its anchor, its event and its words, or nothing.
_TORN: Final = """
SELECT count(*) FROM contact c JOIN workspace w ON w.id = c.tenant_id
WHERE w.slug = $1 AND NOT (
    EXISTS (SELECT 1 FROM record r WHERE r.tenant_id = c.tenant_id AND r.id = c.id)
    AND (SELECT count(*) FROM event e WHERE e.tenant_id = c.tenant_id AND e.record_id = c.id
         AND e.action = 'created') = 1
    AND EXISTS (SELECT 1 FROM chunk k WHERE k.tenant_id = c.tenant_id AND k.record_id = c.id))
"""
_JOBS: Final = """
SELECT count(*) FILTER (WHERE status IN ('queued', 'picked') AND execute_after <= now()) AS due,
       count(*) FILTER (WHERE status = 'failed') AS failed FROM queue.pgqueuer
"""


class Verdict(msgspec.Struct):
    """`lost`: promised and not there. `doubled`: there twice. `torn`: there in part."""

    acknowledged: int
    lost: int
    doubled: int
    torn: int
    tried: int
    unsure: int
    retried: int
    replayed: int
    refused: dict[str, int]
    kills: dict[str, int]
    slowest_recovery_s: dict[str, float]
    jobs_failed: int
    jobs_left: int
    seconds: float

    @property
    def sound(self) -> bool:
        return not (self.lost or self.doubled or self.torn or self.refused or self.jobs_left)


def drill(
    product: Product,
    rounds: int,
    seconds: float,
    say: Callable[[str], None],
    writers: int = WRITERS,
) -> Verdict:
    """`rounds` times three kills, with `seconds` of load before each."""
    began = time.monotonic()
    kills: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    with Ledger(product.settings.data_dir / "ledger.jsonl") as ledger:
        load = _Load(product.url, ledger, writers)
        load.start()
        try:
            for part in PARTS * rounds:
                product.live(seconds)
                product.kill(part)
                kills[part] += 1
                killed = time.monotonic()
                product.start(part)
                product.wait_until_ready()
                load.wait_for_a_promise()
                took = time.monotonic() - killed
                slowest[part] = round(max(slowest.get(part, 0), took), 2)
                say(f"killed {part}: writes are answered again after {took:.1f} s")
            product.live(seconds)
        finally:
            told = load.finish()
        say("comparing what was promised with what is there")
        promised = ledger.read()
    found = asyncio.run(_compare(product, load.slug, promised))
    return _verdict(told, promised, found, kills, slowest, time.monotonic() - began)


class _Load:
    """The writers, in a thread and a loop of their own."""

    def __init__(self, url: str, ledger: Ledger, writers: int) -> None:
        self._ready = threading.Event()
        self._ledger = ledger
        self._count = writers
        self._url = url
        self._writers: Writers | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="writers", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()
        self._look()

    @property
    def slug(self) -> str:
        return self._writers.slug if self._writers else ""

    def wait_for_a_promise(self) -> None:
        """Until one more write was acknowledged."""
        before = self._ledger.path.stat().st_size
        while self._ledger.path.stat().st_size == before:
            self._look()
            time.sleep(0.02)

    def finish(self) -> Told:
        """Let every keyed request have its answer, and end."""
        if self._loop is not None and self._writers is not None:
            self._loop.call_soon_threadsafe(self._writers.stopping.set)
        self._thread.join()
        self._look()
        return self._writers.told if self._writers else Told()

    def _look(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            asyncio.run(self._write())
        except BaseException as error:  # noqa: BLE001 -- told to the thread that waits
            self._error = error
        finally:
            self._ready.set()

    async def _write(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._writers = Writers(self._url, self._ledger)
        await self._writers.sign_up()
        self._ready.set()
        await self._writers.run(self._count)


async def _compare(product: Product, slug: str, promised: list[Promise]) -> dict[str, int]:
    admin = await asyncpg.connect(product.addresses.admin)
    try:
        kept = [(row["id"], row["name"]) for row in await admin.fetch(_KEPT, slug)]
        ids, names = dict(kept), Counter(name for _, name in kept)
        lost = sum(ids.get(promise.id) != promise.name for promise in promised)
        torn = await admin.fetchval(_TORN, slug)
        jobs = await _settled(product, admin)
    finally:
        await admin.close()
    return {
        "lost": lost,
        "doubled": sum(count > 1 for count in names.values()),
        "torn": torn,
        "jobs_left": jobs["due"],
        "jobs_failed": jobs["failed"],
    }


async def _settled(product: Product, admin: Any) -> Any:
    """The queue, once the worker has done what was due, or after a minute."""
    give_up = time.monotonic() + QUEUE_SECONDS
    while True:
        row = await admin.fetchrow(_JOBS)
        if not row["due"] or time.monotonic() > give_up:
            return row
        product.tend()
        await asyncio.sleep(0.2)


def _verdict(
    told: Told,
    promised: list[Promise],
    found: dict[str, int],
    kills: Counter[str],
    slowest: dict[str, float],
    seconds: float,
) -> Verdict:
    return Verdict(
        acknowledged=len(promised),
        tried=told.tried,
        unsure=told.unsure,
        retried=told.retried,
        replayed=told.replayed,
        refused=told.refused,
        kills=dict(kills),
        slowest_recovery_s=slowest,
        seconds=round(seconds, 1),
        **found,
    )
