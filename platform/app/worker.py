"""The worker: runs jobs as they come, each in a transaction of its own, at least once."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog

from app.composition import compose
from billing.switch import selling
from bots.telegram.account import telegram
from crm.records.beside import store
from kernel import outward, secret
from kernel.database import Database
from kernel.entitled import NotInPlan
from kernel.jobs import JOBS, SCHEMA, Job
from kernel.settings import Settings
from kernel.transaction import UnitOfWork
from search.dense.installed import installed
from search.dense.process import EmbedderProcess
from tenants.mail import office
from web import seal

# pgqueuer reads it when it is imported, which therefore happens in `queue` below.
os.environ.setdefault("PGQUEUER_SCHEMA", SCHEMA)

log = structlog.get_logger()
FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=15)
ATTEMPTS = 8
# For what is due later; of what is due at once they are told.
LOOK_EVERY = timedelta(seconds=1)
# What a crash of the database forgets of claims and ends of jobs makes them run once more, as a
# crash of the worker does: no reason to wait for the disk at each.
HASTY = {"synchronous_commit": "off"}


class NoWorkspace(RuntimeError):
    """A job that belongs inside a workspace came without one."""


async def perform(database: Database, job: Job, payload: bytes | None, headers: Any) -> None:
    """Run one job in its workspace; everything it did is kept, or nothing of a part."""
    told = msgspec.json.decode(payload) if payload else {}
    tenant = (headers or {}).get("tenant") if job.tenant else None
    if job.tenant and tenant is None:
        raise NoWorkspace(job.name)
    work = partial(_unit, database, UUID(tenant) if tenant else None)
    try:
        if job.parts:
            await job.handler(work, told)
            return
        async with work() as uow:
            await job.handler(uow, told)
    except NotInPlan:
        # Nothing that another try would mend; its owners see why on every page.
        log.info("job_not_in_plan", job=job.name, workspace_id=tenant)


@asynccontextmanager
async def _unit(database: Database, tenant_id: UUID | None) -> AsyncIterator[UnitOfWork]:
    uow = UnitOfWork(database)
    try:
        await (uow.begin_outside() if tenant_id is None else uow.begin(tenant_id))
        yield uow
        await uow.finish(commit=True)
    finally:
        if not uow.done:
            await asyncio.shield(uow.finish(commit=False))


def queue(connection: Any, database: Database) -> Any:
    """The queue with every registered job on it; failed jobs are held, never deleted."""
    from pgqueuer import PgQueuer  # noqa: PLC0415 -- after PGQUEUER_SCHEMA is set
    from pgqueuer.db import AsyncpgDriver  # noqa: PLC0415
    from pgqueuer.executors import DatabaseRetryEntrypointExecutor  # noqa: PLC0415

    from app.turns import Turns  # noqa: PLC0415

    driver = AsyncpgDriver(connection)
    turns = Turns(driver)
    pgq = PgQueuer(driver, queries=turns)
    turns.attend(lambda: pgq.qm.job_context, pgq.shutdown)

    def retrying(parameters: Any) -> Any:
        return DatabaseRetryEntrypointExecutor(
            parameters,
            max_attempts=ATTEMPTS,
            initial_delay=FIRST_RETRY,
            max_delay=LONGEST_RETRY,
        )

    for job in JOBS.values():
        _register(pgq, turns, job, database, retrying)
    return pgq


def _register(pgq: Any, turns: Any, job: Job, database: Database, retrying: Any) -> None:
    async def handle(found: Any) -> None:
        whose = (found.headers or {}).get("tenant", "")
        with structlog.contextvars.bound_contextvars(
            job=job.name, job_id=str(found.id), workspace_id=whose
        ):
            try:
                await perform(database, job, found.payload, found.headers)
            except Exception as error:
                log.warning("job_failed", attempt=found.attempts, kind=type(error).__name__)
                raise
            finally:
                # The queue forgets the job a step later.
                asyncio.get_running_loop().call_later(0.001, turns.is_done)

    async def tick(_schedule: Any) -> None:
        await perform(database, job, None, None)

    if job.cron is not None:
        pgq.schedule(job.name, job.cron)(tick)
    else:
        pgq.entrypoint(job.name, on_failure="hold", executor_factory=retrying)(handle)


async def work(settings: Settings, dsn: str) -> None:
    """Work until told to stop (SIGTERM, SIGINT); what is running is finished first."""
    compose()
    installed.use(settings)
    telegram.use(settings)
    office.use(settings)
    selling.use(settings)
    seal.use_key(settings.encryption_keys()[0])
    secret.use(settings.encryption_keys())
    outward.use(settings)
    store.use(settings)
    embedder = EmbedderProcess(settings.data_dir, settings.embedding_model)
    database = Database(dsn, size=10, statement_cache=settings.statement_cache_size)
    await database.open()
    connection = await asyncpg.connect(dsn, server_settings=HASTY)
    pgq = queue(connection, database)
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, pgq.shutdown.set)
    embedder.start()
    log.info("worker_started", jobs=len(JOBS))
    try:
        await pgq.run(dequeue_timeout=LOOK_EVERY, batch_size=10)
    finally:
        embedder.stop()
        await connection.close()
        await database.close()


async def drain(dsn: str, database: Database) -> None:
    """Run what is due and stop when the queue is empty."""
    from pgqueuer.types import QueueExecutionMode  # noqa: PLC0415 -- see `queue`

    connection = await asyncpg.connect(dsn)
    try:
        await queue(connection, database).qm.run(
            mode=QueueExecutionMode.drain, dequeue_timeout=timedelta(seconds=0.1)
        )
    finally:
        await connection.close()
