"""How soon what Stripe tells is known here, how much of it, and how long a comparison takes."""

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx
import msgspec
import psutil

from app.bench import paying
from app.bench.paying import Subscriber
from app.composition import compose
from app.drills.product import Product, free_port, running
from app.logs import configure
from app.operating import money
from kernel import clock
from kernel.database import Database
from kernel.entitled import Entitled, Phase
from kernel.settings import Settings, load

Say = Callable[[str], None]
SINGLE: Final = 200
PER_SECOND: Final = 100
CHECKS: Final = 200_000
DRIFTED: Final = 20
GOALS: Final = {
    "mirrored_p95_s": 1.0,
    "events_per_second": PER_SECOND,
    "check_ms": 0.1,
    "comparison_s": 300.0,
}
_SEATS: Final = "SELECT s.quantity FROM subscription s WHERE s.tenant_id = $1"
_LAG: Final = """
SELECT count(*) AS many, count(*) FILTER (WHERE e.state = 'waiting') AS waiting,
       percentile_cont(0.95) WITHIN GROUP (
           ORDER BY extract(epoch FROM e.processed_at - e.received_at)) AS p95,
       extract(epoch FROM max(e.processed_at) - min(e.received_at)) AS seconds
FROM billing_event e WHERE e.received_at >= $1
"""


@contextmanager
def paying_product() -> Iterator[tuple[Product, Settings]]:
    """The whole product, which sells through a Stripe that is yet to be started."""
    with tempfile.TemporaryDirectory(prefix="guanxi-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        said = {
            "billing": "on",
            "stripe_key": "sk_test_twin",
            "stripe_webhook_secret": "whsec_twin",
            "stripe_api_url": f"http://127.0.0.1:{free_port()}",
        }
        settings = load(data_dir=Path(folder), port=free_port(), **said)
        configure(settings)
        os.environ.update({f"GUANXI_{name.upper()}": value for name, value in said.items()})
        with running(settings) as product:
            yield product, settings


async def measure(product: Product, settings: Settings, size: int, seconds: int, say: Say) -> Any:
    """All figures, at so many subscriptions."""
    # What the program itself weighs is not of the comparison.
    compose()
    connection = await asyncpg.connect(product.addresses.restore)
    try:
        version = await paying.sold(connection)
        port = int(settings.stripe_api_url.rpartition(":")[2])
        with paying.twin(port, size, version):
            say(f"filling {size:,} workspaces, each with a subscription")
            firms = await paying.fill(connection, settings, version)
            async with httpx.AsyncClient(timeout=30) as http:
                rng = random.Random(7)  # noqa: S311 -- the same choice each time
                bench = Bench(connection, http, settings, product.url, firms, rng)
                return await _measured(bench, product, seconds, say)
    finally:
        await connection.close()


class Bench(msgspec.Struct, frozen=True):
    """Where it is measured."""

    connection: Any
    http: httpx.AsyncClient
    settings: Settings
    url: str
    firms: list[Subscriber]
    rng: random.Random

    def some(self, most: int) -> list[Subscriber]:
        """That many of them."""
        return self.rng.sample(self.firms, min(most, len(self.firms)))


async def _measured(bench: Bench, product: Product, seconds: int, say: Say) -> dict[str, Any]:
    say(f"{SINGLE} events one after the other")
    single = await _single(bench)
    say(f"{PER_SECOND} events a second for {seconds} s")
    many = await _many(bench, seconds)
    for firm in bench.some(DRIFTED):
        await paying.change(bench.http, bench.settings, firm, firm.seats + 5)
    say("comparing everything")
    compared = await _compared(product, bench.settings)
    return {"size": len(bench.firms), "goals": GOALS, **single, **many, **_checked(), **compared}


async def _single(bench: Bench) -> dict[str, float]:
    times = []
    for firm in bench.some(SINGLE):
        await paying.change(bench.http, bench.settings, firm, firm.seats + 1)
        began = time.perf_counter()
        await paying.tell(bench.http, bench.settings, bench.url, firm)
        while await bench.connection.fetchval(_SEATS, firm.workspace_id) != firm.seats:  # noqa: ASYNC110 -- another process writes it
            await asyncio.sleep(0.002)
        times.append(time.perf_counter() - began)
    times.sort()
    return {
        "mirrored_p50_s": round(statistics.median(times), 4),
        "mirrored_p95_s": round(times[int(len(times) * 0.95)], 4),
    }


async def _many(bench: Bench, seconds: int) -> dict[str, float]:
    since, began, busy = clock.now(), time.perf_counter(), _cpu()
    asked = []
    for number in range(PER_SECOND * seconds):
        await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.perf_counter()))
        told = paying.tell(bench.http, bench.settings, bench.url, bench.rng.choice(bench.firms))
        asked.append(asyncio.ensure_future(told))
    await asyncio.gather(*asked)
    deadline = time.perf_counter() + 120
    row: Any = await bench.connection.fetchrow(_LAG, since)
    while row["waiting"] and time.perf_counter() < deadline:
        await asyncio.sleep(0.2)
        row = await bench.connection.fetchrow(_LAG, since)
    return {
        "events": row["many"],
        "events_left": row["waiting"],
        "events_per_second": round(row["many"] / float(row["seconds"]), 1),
        "lag_p95_s": round(float(row["p95"]), 4),
        # Of the product, the database and the twin: where others work too, this is what holds.
        "event_cpu_ms": round((_cpu() - busy) * 1000 / row["many"], 2),
    }


def _cpu() -> float:
    """Seconds of processor time of all that we started."""
    children = psutil.Process().children(recursive=True)
    return float(sum(sum(child.cpu_times()[:2]) for child in children))


def _checked() -> dict[str, float]:
    """One look at what the plan includes, with a phase that has passed and one that holds."""
    now = clock.now()
    phases = tuple(
        Phase(until=until, limits={"contacts": 500}, features=frozenset({"api"}))
        for until in (now - timedelta(days=1), now + timedelta(days=9), None)
    )
    entitled = Entitled(phases=phases)
    began = time.perf_counter()
    for _ in range(CHECKS):
        entitled.demand_open("write")
        entitled.demand_feature("api")
        entitled.cap("contacts")
    return {"check_ms": round((time.perf_counter() - began) * 1000 / CHECKS, 5)}


async def _compared(product: Product, settings: Settings) -> dict[str, Any]:
    database = Database(product.addresses.app, size=1)
    await database.open()
    me = psutil.Process()
    before, most = me.memory_info().rss, 0

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, me.memory_info().rss)
            await asyncio.sleep(0.1)

    watching = asyncio.create_task(watch())
    began = time.perf_counter()
    try:
        report = await money.reconcile(settings, database)
    finally:
        watching.cancel()
        await database.close()
    return {
        "comparison_s": round(time.perf_counter() - began, 1),
        "compared": report.compared,
        "mended": report.mended,
        "comparison_mb": round((most - before) / 1e6, 1),
    }


def shown(figures: dict[str, Any]) -> list[str]:
    """The same for a reader."""
    goals = figures["goals"]
    return [
        f"{name}: {value}" + (f" (goal {goals[name]})" if name in goals else "")
        for name, value in figures.items()
        if name != "goals"
    ]
