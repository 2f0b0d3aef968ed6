"""One PostgreSQL and one application per test process; fresh workspaces per test."""

import gc
import logging
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import structlog
from cashdesk import CashDesk
from hearing import Ear, listening
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from world import Workspace, open_workspace

from app.main import create_app
from app.schema import migrate, role_dsn
from app.worker import perform
from billing.switch import selling
from kernel import clock, rls
from kernel.database import Database
from kernel.embedded import EmbeddedPostgres
from kernel.entitled import enforcing
from kernel.jobs import JOBS
from kernel.settings import Settings, load
from kernel.transaction import UnitOfWork
from tenants.notifications import quiet
from tenants.people import passwords

_NEXT_JOB = """
DELETE FROM queue.pgqueuer WHERE id = (
    SELECT id FROM queue.pgqueuer WHERE status = 'queued' AND execute_after <= $1
    AND entrypoint = ANY($2) AND created >= $3 ORDER BY id LIMIT 1)
RETURNING entrypoint, payload, headers
"""
_BEGUN: list[datetime] = []


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _it_is_day() -> None:
    """Chats are told at whatever hour the tests run; those of quiet hours say theirs."""
    quiet.USUAL.clear()


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_soon_hashed() -> None:
    """Thousands of people sign up here; how costly it is in earnest is a test of its own."""
    cheap = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._hasher = PasswordHash((cheap,))


@pytest.fixture(scope="session", autouse=True)
def _what_went_well_is_not_logged() -> None:
    """A line for each of some hundred thousand requests takes longer than it is worth."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))


@pytest.fixture(scope="session", autouse=True)
def ear() -> Iterator[Ear]:
    """Hears whatever the application says to PostgreSQL in this process."""
    with listening() as ear:
        yield ear
        assert ear.faults() == []


@pytest.fixture(autouse=True)
def _every_statement_names_its_workspace(ear: Ear) -> Iterator[None]:
    """On every alias of every table, whatever a test made the application say."""
    yield
    assert ear.faults() == []


@pytest.fixture(autouse=True)
def begun() -> datetime:
    """When this test began: what earlier ones left to be done is nobody's."""
    _BEGUN[:] = [datetime.now(UTC)]
    return _BEGUN[0]


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="guanxi-test-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    return load({}, data_dir=data_dir, base_url="http://test")


@pytest.fixture(scope="session")
def admin_dsn(data_dir: Path) -> Iterator[str]:
    """The address of a real PostgreSQL, as its administrator."""
    with EmbeddedPostgres(data_dir, durable=False) as server:
        yield server.dsn


@pytest.fixture(scope="session")
async def dsn(admin_dsn: str, settings: Settings) -> str:
    """The address of the migrated database, as the role that the servers have."""
    await migrate(admin_dsn, settings)
    await break_on_purpose(admin_dsn)
    return role_dsn(admin_dsn, rls.APP, settings)


async def break_on_purpose(admin_dsn: str) -> None:
    """What `guanxi check mutants` breaks in the database, to see whether a test notices."""
    if sql := os.environ.get("GUANXI_MUTANT_SQL"):
        connection = await asyncpg.connect(admin_dsn)
        await connection.execute(sql)
        await connection.close()


@pytest.fixture(scope="session")
async def app(dsn: str, settings: Settings) -> AsyncIterator[Any]:
    """The application, started."""
    application = create_app(settings, dsn)
    gc.collect()
    gc.freeze()
    async with application.inner.lifespan():
        yield application


@pytest.fixture(scope="session")
def database(app: Any) -> Database:
    """The application's own pool."""
    opened: Database = app.inner.state.database
    return opened


@pytest.fixture(scope="session")
async def admin(admin_dsn: str, dsn: str) -> AsyncIterator[Any]:
    """The migrated database, as its administrator, who sees behind the walls."""
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def uow(database: Database) -> AsyncIterator[UnitOfWork]:
    """A unit of work that is rolled back, for looking behind the doors."""
    unit = UnitOfWork(database)
    yield unit
    if not unit.done:
        await unit.finish(commit=False)


@pytest.fixture
async def http(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Anybody's connection to the application."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def desk() -> Iterator[CashDesk]:
    """Whoever takes the money; while it is there, this deployment sells."""
    before, enforcing.on = selling.gateway, True
    selling.gateway = desk = CashDesk()
    yield desk
    selling.gateway, enforcing.on = before, False


@pytest.fixture
async def acme(http: httpx.AsyncClient) -> Workspace:
    """A firm with an owner."""
    return await open_workspace(http, "Acme")


@pytest.fixture
async def globex(http: httpx.AsyncClient) -> Workspace:
    """Another firm, which must never notice the first."""
    return await open_workspace(http, "Globex")


@pytest.fixture(scope="session")
async def job_database(app: Any, admin_dsn: str, settings: Settings) -> AsyncIterator[Database]:
    """The database as those see it who do the jobs."""
    database = Database(role_dsn(admin_dsn, rls.WORKER, settings), size=2)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def work(job_database: Database) -> Callable[[], Awaitable[None]]:
    """Run what is due, one job after the other; what is due later waits."""

    async def run() -> None:
        while row := await job_database.pool.fetchrow(_NEXT_JOB, clock.now(), list(JOBS), *_BEGUN):
            await perform(job_database, JOBS[row["entrypoint"]], row["payload"], row["headers"])

    return run
