"""A bot does not go deaf for good, whatever happens meanwhile."""

import asyncio

import pytest

from bots.gateway import lasting
from bots.gateway.lasting import Told
from bots.gateway.streaming import Streams
from kernel.errors import Unavailable

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(lasting, "FIRST_PAUSE", 0.001)


def failing(*faults):
    """What meets these faults one after the other, and then none."""
    left, met = list(faults), []

    async def step():
        met.append(1)
        if left:
            raise left.pop(0)

    return step, met


async def test_what_fails_is_tried_until_it_is_done():
    step, met = failing(Unavailable(), ConnectionError(), KeyError("of ours"))
    await asyncio.wait_for(lasting.lasting(step), 5)
    assert len(met) == 4


async def test_a_look_for_bots_goes_on_after_the_database_was_away(monkeypatch):
    step, met = failing(Unavailable())
    monkeypatch.setattr(Streams, "look", lambda _self: step())
    monkeypatch.setattr("bots.gateway.streaming.LOOK", 0.001)
    running = asyncio.create_task(Streams(None, None).run())
    await asyncio.wait({running}, timeout=0.3)
    assert len(met) > 2
    running.cancel()


async def test_only_what_holds_no_secret_is_said_in_the_log(capsys):
    step, _met = failing(OSError("https://example.com/bot4711:secret"), Told("HTTP 502"))
    await asyncio.wait_for(lasting.lasting(step, bot="4711"), 5)
    said = "".join(capsys.readouterr())
    assert "HTTP 502" in said
    assert "secret" not in said
