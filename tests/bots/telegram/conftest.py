"""A bot of the deployment's own, a network for it, and phones."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
from fake_telegram import FakeTelegram
from phone import Phone

from app.schema import role_dsn
from app.worker import queue
from bots.telegram import pacing
from bots.telegram.account import telegram
from kernel import rls
from kernel.database import Database
from kernel.settings import Settings


@pytest.fixture(scope="session")
def worker_dsn(app: Any, admin_dsn: str, settings: Settings) -> str:
    """The database's address for the worker."""
    return role_dsn(admin_dsn, rls.WORKER, settings)


@pytest.fixture(scope="session")
async def worker(worker_dsn: str) -> AsyncIterator[Database]:
    """The worker's own pool, in the worker's role."""
    database = Database(worker_dsn, size=4)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def at_work(worker_dsn: str, worker: Database) -> AsyncIterator[None]:
    """The worker itself, taking jobs from the queue while the test lasts."""
    connection = await asyncpg.connect(worker_dsn)
    running = queue(connection, worker)
    task = asyncio.create_task(running.run(dequeue_timeout=timedelta(seconds=1), batch_size=10))
    yield
    running.shutdown.set()
    await task
    await connection.close()


@pytest.fixture
async def network(
    app: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FakeTelegram]:
    """A Telegram that answers, with our bot known to it; tests talk faster than people."""
    monkeypatch.setattr(pacing, "PER_CHAT", 1_000)
    monkeypatch.setattr(pacing, "PER_BOT", 1_000)
    fake = await FakeTelegram().start()
    telegram.use(
        msgspec.structs.replace(
            settings, telegram_token="123456:test-token", telegram_api_url=fake.url
        )
    )
    yield fake
    await telegram.close()
    telegram.use(settings)
    await fake.stop()


@pytest.fixture
def phone(http: httpx.AsyncClient, worker: Database, network: FakeTelegram) -> Phone:
    """A phone that is not linked to anybody."""
    return Phone(http, worker, network)


@pytest.fixture
def new_phone(
    http: httpx.AsyncClient, worker: Database, network: FakeTelegram
) -> Callable[[], Phone]:
    """More phones."""
    return lambda: Phone(http, worker, network)


@pytest.fixture
def deep_link() -> Callable[[Any], Any]:
    """Make a link on a member's settings page; its token."""

    async def make(member: Any, name: str = "guanxi_bot") -> str:
        headers = {"Cookie": f"__Host-session={member.token}"}
        address = f"/{member.slug}/settings/bot"
        page = await member.http.get(address, headers=headers)
        field = re.search(r'name="_csrf" value="([^"]+)"', page.text)[1]
        made = await member.http.post(address, data={"_csrf": field}, headers=headers)
        assert made.status_code == 200, made.text
        return re.search(rf"t\.me/{name}\?start=([\w-]+)", made.text)[1]

    return make


@pytest.fixture
def link(deep_link: Any) -> Callable[[Any, Phone], Any]:
    """Link a phone to a member, as a person does it."""

    async def bind(member: Any, phone: Phone) -> None:
        [question] = await phone.say(f"/start {await deep_link(member)}")
        said = await phone.press("Link", question)
        assert said[0]["text"].startswith("Linked to")

    return bind
