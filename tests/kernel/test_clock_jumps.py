"""A clock that was wrong and is put right locks nobody out and lets no lease hang (threat F22)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kernel import clock, limits
from kernel.errors import TooMany
from kernel.transaction import UnitOfWork

HOUR = timedelta(hours=1)


@pytest.fixture
def jump(monkeypatch):
    real = clock.now

    def to(ahead):
        monkeypatch.setattr(clock, "now", lambda: real() + ahead)

    return to


async def test_a_window_of_a_clock_that_was_ahead_is_over(database, jump):
    key = uuid4().hex
    jump(HOUR)
    await limits.hit(database, key, limit=1, seconds=60)
    with pytest.raises(TooMany):
        await limits.hit(database, key, limit=1, seconds=60)
    jump(timedelta())
    await limits.hit(database, key, limit=1, seconds=60)
    with pytest.raises(TooMany):
        await limits.hit(database, key, limit=1, seconds=60)


async def test_a_lease_of_a_clock_that_was_ahead_is_free(database, jump):
    key = uuid4().hex
    unit = await UnitOfWork(database).begin_outside()
    jump(HOUR)
    assert await limits.lease(unit, key, seconds=60)
    jump(timedelta())
    assert await limits.lease(unit, key, seconds=60)
    assert not await limits.lease(unit, key, seconds=60)
    await unit.finish(commit=False)
