"""A server that is told to stop finishes what it has begun (threat F24)."""

import asyncio
import json
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest

from app.drills.product import Product, free_port, running
from kernel.settings import load

CLIENTS = 8
TAKEOVER_SECONDS = 14
COUNT_JOBS = "SELECT status::text, count(*) FROM queue.pgqueuer GROUP BY 1"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    # The children read the environment; what they log is looked at below.
    wanted = {"GUANXI_LOG_FORMAT": "json", "GUANXI_LOG_LEVEL": "DEBUG"}
    before = dict(os.environ)
    os.environ |= wanted
    try:
        with tempfile.TemporaryDirectory(prefix="guanxi-drain-", dir="/var/tmp") as folder:
            Path(folder).chmod(0o755)
            with running(load(data_dir=Path(folder), port=free_port())) as product:
                yield product
    finally:
        os.environ.clear()
        os.environ |= before


def firm(product: Product, name: str) -> tuple[str, dict[str, str]]:
    answer = httpx.post(
        f"{product.url}/api/v1/signup",
        json={
            "email": f"{name.lower()}@example.com",
            "password": "correct horse battery",
            "company": name,
            "language": "en",
            "time_zone": "UTC",
        },
    )
    body = answer.raise_for_status().json()
    path = f"{product.url}/api/v1/{body['workspace']['slug']}/contacts"
    return path, {"Authorization": f"Bearer {body['token']}"}


class Told(Counter[str]):
    """How requests went; the ids of those that were cut off after the connection stood."""

    cut: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.cut = []


async def write(path: str, headers: dict[str, str], told: Told, end: asyncio.Event) -> None:
    """As behind a proxy: each request by a connection of its own."""
    while not end.is_set():
        mark = uuid4().hex
        try:
            async with httpx.AsyncClient(timeout=30) as http:
                named = {**headers, "X-Request-Id": mark}
                answer = await http.post(path, headers=named, json={"name": mark})
            told[str(answer.status_code)] += 1
        except httpx.ConnectError:
            told["not accepted"] += 1
            await asyncio.sleep(0.02)
        except httpx.HTTPError:
            told.cut.append(mark)


@asynccontextmanager
async def load_of(product: Product, name: str) -> AsyncIterator[Told]:
    path, headers = firm(product, name)
    told, end = Told(), asyncio.Event()
    clients = [asyncio.create_task(write(path, headers, told, end)) for _ in range(CLIENTS)]
    yield told
    end.set()
    await asyncio.gather(*clients)


async def jobs(product: Product) -> dict[str, int]:
    admin = await asyncpg.connect(product.addresses.admin)
    try:
        return dict(await admin.fetch(COUNT_JOBS))
    finally:
        await admin.close()


@pytest.mark.timeout(240)
async def test_new_processes_take_over_while_nobody_is_turned_away(product):
    """SIGHUP: a new version's processes start before the old ones end, at the same door.

    A connection whose request had not arrived when its process ended may be closed: at most one
    for each client, and nothing of it was begun.
    """
    async with load_of(product, "Acme") as told:
        await asyncio.sleep(1)
        product.tell("web", signal.SIGHUP)
        await asyncio.sleep(TAKEOVER_SECONDS)
    assert set(told) == {"201"}
    assert told["201"] > 10
    assert len(told.cut) <= CLIENTS
    begun = product.log.read_text()
    assert "Stopped old worker-1" in begun
    assert [mark for mark in told.cut if mark in begun] == []


@pytest.mark.timeout(240)
async def test_a_web_process_that_is_stopped_finishes_what_it_has_begun(product):
    """SIGTERM closes the door: who stood before it is turned away, who is inside is served."""
    async with load_of(product, "Stark") as told:
        await asyncio.sleep(1)
        code = await asyncio.to_thread(product.ask_to_stop("web").wait, 30)
        product.start("web")
        await asyncio.to_thread(product.wait_until_ready)
        await asyncio.sleep(0.5)
    assert code == 0
    assert told["201"] > 5
    assert set(told) <= {"201", "not accepted"}
    begun = product.log.read_text()
    assert [mark for mark in told.cut if mark in begun] == []


@pytest.mark.timeout(240)
async def test_a_worker_that_stops_under_load_keeps_no_job(product):
    path, headers = firm(product, "Globex")
    async with httpx.AsyncClient(timeout=30, headers=headers) as http:
        for _ in range(40):
            (await http.post(path, json={"name": "Ada"})).raise_for_status()
    process = product.ask_to_stop("worker")
    code = await asyncio.to_thread(process.wait, 40)
    assert code == 0
    left = await jobs(product)
    assert left.get("picked", 0) == 0
    assert left.get("failed", 0) == 0
    product.start("worker")
    give_up = time.monotonic() + 30
    left = await jobs(product)
    while left.get("queued", 0) and time.monotonic() < give_up:
        await asyncio.sleep(0.2)
        left = await jobs(product)
    assert (left.get("queued", 0), left.get("failed", 0)) == (0, 0)


@pytest.mark.timeout(240)
async def test_requests_at_the_same_time_do_not_mix_their_names_in_the_logs(product):
    firms = {name: firm(product, name) for name in ("Initech", "Hooli", "Umbrella")}

    async def ask(name: str, number: int) -> None:
        path, headers = firms[name]
        async with httpx.AsyncClient(timeout=30) as http:
            named = {**headers, "X-Request-Id": f"{name}x{number}"}
            (await http.get(path, headers=named)).raise_for_status()

    await asyncio.gather(*(ask(name, number) for name in firms for number in range(30)))
    lines = [line for line in product.log.read_text().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    ours = [line for line in told if "x" in line.get("request_id", "") and "actor" in line]
    assert len(ours) == 90
    for line in ours:
        assert line["workspace"] == line["request_id"].split("x")[0].lower()
