"""PostgreSQL is away, hangs, or hangs up: people are told soon, and it heals by itself (F5-F8)."""

import asyncio
import tempfile
from pathlib import Path

import httpx
import pytest
from world import PASSWORD, open_workspace

from app.databases import addresses
from app.drills.outage import SOON, asked_for, frozen, healed, hung_up_on, stopped
from app.main import create_app
from app.schema import migrate
from kernel.embedded import EmbeddedPostgres
from kernel.settings import load


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(prefix="guanxi-outage-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder), durable=False) as server:
            yield server


@pytest.fixture(scope="module")
async def site(server):
    settings = load({}, data_dir=server.data_dir, base_url="http://test", database_pool_size=4)
    await migrate(server.dsn, settings)
    application = create_app(settings, addresses(server.dsn, settings).app)
    async with application.inner.lifespan():
        transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client, application.inner.state.database


@pytest.fixture(scope="module")
async def firm(site):
    return await open_workspace(site[0], "Outage")


def asks(firm):
    """Somebody reads, somebody writes, somebody signs in, in turn."""
    turn = iter(range(10_000))
    sign_in = {"email": firm.email, "password": PASSWORD}
    ways = [
        lambda: firm.request("GET", "companies"),
        lambda: firm.request("POST", "companies", json={"name": "Hualian"}),
        lambda: firm.http.post("/api/v1/sessions", json=sign_in),
    ]
    return lambda: ways[next(turn) % 3]()  # noqa: PLW0108 -- another one each time


async def probed(client):
    """What a balancer hears, which asks at the same time."""
    live, ready = await asyncio.gather(client.get("/live"), client.get("/ready"))
    return live.status_code, ready.status_code


@pytest.mark.parametrize("how", ["stopped", "frozen"])
async def test_while_the_database_is_away_everybody_is_told_soon(server, site, firm, how):
    client, database = site
    if how == "stopped":
        async with stopped(server):
            told, said = await asyncio.gather(asked_for(2, asks(firm)), probed(client))
    else:
        with frozen(server):
            told, said = await asyncio.gather(asked_for(2, asks(firm)), probed(client))
    assert said == (200, 503)
    assert set(told.statuses) == {503}
    assert told.slowest_s < SOON
    assert await healed(lambda: firm.request("GET", "companies")) < 5
    assert (await client.get("/ready")).status_code == 200
    assert database.checked_out() == 0


async def test_a_database_that_hangs_up_is_asked_again_and_nothing_is_wrong(server, site, firm):
    async with hung_up_on(server.dsn):
        told = await asked_for(3, asks(firm))
    assert set(told.statuses) <= {200, 201, 429, 503}
    assert await healed(lambda: firm.request("GET", "companies")) < 2
