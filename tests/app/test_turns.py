"""A workspace with ten thousand jobs lets others have their turn (threat 76)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from world import Workspace

from app import worker
from app.schema import role_dsn
from kernel import jobs, rls
from kernel.database import Database
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

MANY = 10_000
KIND = "test.errand"
_FLOOD = """
INSERT INTO queue.pgqueuer (priority, entrypoint, payload, execute_after, headers, status)
SELECT 0, $1, '{}', now() - interval '1 hour', jsonb_build_object('tenant', $2::text), 'queued'
FROM generate_series(1, $3)
"""


class Errands:
    """What was done for whom, in order; and how many at the same time."""

    def __init__(self) -> None:
        self.done: list[UUID] = []
        self.running: Counter[UUID] = Counter()
        self.most: Counter[UUID] = Counter()
        self.begin: Callable[[], None]

    async def run(self, uow: UnitOfWork, _payload: dict[str, Any]) -> None:
        whose = uow.tenant_id
        assert whose is not None
        self.running[whose] += 1
        self.most[whose] = max(self.most[whose], self.running[whose])
        await uow.execute("SELECT pg_sleep(0.001)")
        self.running[whose] -= 1
        self.done.append(whose)


@pytest.fixture
async def admin(admin_dsn: str, app: Any) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.execute("DELETE FROM queue.pgqueuer WHERE entrypoint = $1", KIND)
    await connection.close()


@pytest.fixture
async def errands(
    monkeypatch: pytest.MonkeyPatch, admin: Any, admin_dsn: str, settings: Settings
) -> AsyncIterator[Errands]:
    """The worker's own loop, with nothing to do but errands."""
    kept = Errands()
    monkeypatch.setattr(worker, "JOBS", {KIND: jobs.Job(KIND, kept.run, tenant=True)})
    dsn = role_dsn(admin_dsn, rls.WORKER, settings)
    database = Database(dsn, size=10)
    await database.open()
    connection = await asyncpg.connect(dsn)
    running = worker.queue(connection, database)
    loop = running.run(dequeue_timeout=timedelta(seconds=1), batch_size=10)
    task: list[asyncio.Task[None]] = []
    kept.begin = lambda: task.append(asyncio.create_task(loop))
    yield kept
    running.shutdown.set()
    await asyncio.gather(*task)
    await connection.close()
    await database.close()


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not met():  # noqa: ASYNC110 -- what is watched is a list
            await asyncio.sleep(0.005)


async def test_ten_thousand_jobs_of_one_delay_nobody_elses_reminder(
    acme: Workspace, globex: Workspace, errands: Errands, admin: Any, database: Database
) -> None:
    greedy, modest = UUID(acme.workspace_id), UUID(globex.workspace_id)
    await admin.execute(_FLOOD, KIND, acme.workspace_id, MANY)
    errands.begin()
    await until(lambda: len(errands.done) > 50)
    uow = await UnitOfWork(database).begin(modest)
    await jobs.enqueue(uow, KIND, {})
    await uow.finish(commit=True)
    before = len(errands.done)
    await until(lambda: modest in errands.done)
    assert errands.done.index(modest) - before <= 40
    assert errands.most[greedy] <= 5
