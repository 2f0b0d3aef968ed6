"""Whoever comes at the same moment, one wins and nothing is lost (threats R)."""

import asyncpg
import httpx
import pytest

import app.drills.races  # noqa: F401 -- registers them
from app.drills.arena import Arena
from app.drills.racing import RACES, run


@pytest.fixture(scope="module")
async def arena(app, database, admin_dsn):
    def connect():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://test")

    looker = await asyncpg.connect(admin_dsn)
    opened = await Arena(connect, looker, database).open()
    yield opened
    await opened.close()
    await looker.close()


@pytest.mark.parametrize("name", RACES)
async def test_nobody_wins_twice(arena, name):
    outcome = await run(RACES[name], arena, 5)
    assert outcome.wrong == 0, f"{outcome.wrong} of {outcome.rounds}: {outcome.said}"
