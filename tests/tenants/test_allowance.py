"""A member's calls are counted, over all processes; whoever asks too often waits."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from world import Member, Workspace

from app.main import create_app
from kernel import clock
from kernel.settings import Settings

LIMIT = 40


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Hold the clock early in a minute, so that a test does not run into the next one."""
    start = clock.now().replace(second=5, microsecond=0)

    def move(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=seconds))

    move(0)
    return move


@pytest.fixture
async def processes(
    app: Any, dsn: str, settings: Settings, moment: Any
) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Two web processes on one database, with a narrow limit, called from far away."""
    narrow = msgspec.structs.replace(settings, calls_per_minute=LIMIT)
    async with AsyncExitStack() as stack:
        clients = []
        for _process in range(2):
            served = create_app(narrow, dsn)
            await stack.enter_async_context(served.inner.lifespan())
            way = httpx.ASGITransport(app=served, client=("203.0.113.80", 1))
            client = httpx.AsyncClient(transport=way, base_url="http://test")
            clients.append(await stack.enter_async_context(client))
        yield clients


def elsewhere(member: Member | Workspace, client: httpx.AsyncClient) -> Member:
    return Member(client, member.slug, member.token, member.email)


async def test_who_asks_too_often_waits_and_is_told_how_long(
    acme: Workspace, processes: list[httpx.AsyncClient], moment: Any
) -> None:
    # The owner's invitation was a call too, at another process.
    rep = await acme.member("rep")
    eager, calm = elsewhere(rep, processes[0]), elsewhere(acme, processes[0])
    first = await eager.request("GET", "companies")
    assert first.headers["ratelimit"] == f'"member";r={LIMIT - 1};t=55'
    assert first.headers["ratelimit-policy"] == f'"member";q={LIMIT};w=60'
    codes = [await eager.status("GET", "companies") for _call in range(LIMIT)]
    assert codes == [200] * (LIMIT - 1) + [429]
    refused = await eager.request("POST", "companies", json={"name": "Hualian"})
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.headers["retry-after"], refused.json()["status"]) == ("55", 429)
    assert refused.headers["ratelimit"] == '"member";r=0;t=55'
    assert await calm.status("GET", "companies") == 200
    moment(56)
    assert await eager.status("GET", "companies") == 200


async def test_a_program_does_not_use_up_what_its_maker_has(
    acme: Workspace, processes: list[httpx.AsyncClient]
) -> None:
    key = await acme.post("keys", 201, name="Sync", scopes=["read"])
    program = Member(processes[0], acme.slug, key["token"], acme.email)
    codes = Counter([await program.status("GET", "companies") for _call in range(LIMIT + 5)])
    assert codes == {200: LIMIT, 429: 5}
    assert await elsewhere(acme, processes[0]).status("GET", "companies") == 200


async def test_what_is_dear_counts_more(
    acme: Workspace, processes: list[httpx.AsyncClient]
) -> None:
    asking = elsewhere(acme, processes[0])
    answer = await asking.request("GET", "search", params={"q": "pumps"})
    assert answer.headers["ratelimit"] == f'"member";r={LIMIT - 3};t=55'


async def test_two_processes_keep_one_limit_nearly(
    acme: Workspace, processes: list[httpx.AsyncClient]
) -> None:
    """What one admitted and had not told yet is what the other may admit too much."""
    ways = [elsewhere(acme, process) for process in processes]
    codes = Counter([await ways[call % 2].status("GET", "companies") for call in range(LIMIT * 2)])
    assert set(codes) == {200, 429}
    assert LIMIT <= codes[200] <= LIMIT * 1.2
