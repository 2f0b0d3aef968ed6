"""Where a balancer looks before it sends anybody here."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from app.main import create_app
from app.readiness import draining_mark
from app.schema import known_revisions


@asynccontextmanager
async def serving(settings: Any, dsn: str) -> AsyncIterator[tuple[Any, httpx.AsyncClient]]:
    application = create_app(settings, dsn)
    async with application.inner.lifespan():
        way = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=way, base_url="http://test") as client:
            yield application, client


async def test_a_process_that_will_end_says_so(http, settings):
    assert (await http.get("/ready")).status_code == 200
    mark = draining_mark(settings, os.getppid())
    mark.touch()
    try:
        told = await http.get("/ready")
        assert (told.status_code, told.json()["status"]) == (503, "draining")
        assert (await http.get("/live")).status_code == 200
    finally:
        mark.unlink()


async def test_a_database_that_does_not_answer_is_told_soon(settings, dsn):
    narrow = msgspec.structs.replace(settings, database_pool_size=1)
    async with serving(narrow, dsn) as (application, client):
        async with application.inner.state.database.pool.acquire():
            started = time.monotonic()
            assert (await client.get("/ready")).status_code == 503
            assert time.monotonic() - started < 3
            assert (await client.get("/live")).status_code == 200
        assert (await client.get("/ready")).status_code == 200


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("revision 0001, for code from 0001", 503),
        ("revision 9999, for code from 0001", 200),
        ("revision 9999, for code from 9998", 503),
        (None, 503),
    ],
)
async def test_tables_of_a_later_version_fit_and_of_an_earlier_do_not(
    settings, admin_dsn, dsn, http, said, status
):
    admin = await asyncpg.connect(admin_dsn)
    right = f"revision {max(known_revisions())}, for code from 0001"
    try:
        text = "NULL" if said is None else f"'{said}'"
        await admin.execute(f"COMMENT ON TABLE alembic_version IS {text}")
        assert (await http.get("/ready")).status_code == status
    finally:
        await admin.execute(f"COMMENT ON TABLE alembic_version IS '{right}'")
        await admin.close()
    assert (await http.get("/ready")).status_code == 200
