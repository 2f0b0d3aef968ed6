"""A bot that has too much to say does not ask a thousand times whether it may."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bots.gateway.channel import Place
from bots.gateway.pacing import Pace, keep_pace
from kernel import clock
from kernel.delivery import Later

pytestmark = pytest.mark.anyio
PACE = Pace(per_chat=3, per_bot=10)


async def test_each_waits_for_a_second_of_its_own(uow, monkeypatch):
    started, bot, pauses = clock.now(), uuid4().hex, []
    monkeypatch.setattr(clock, "now", lambda: started)
    for chat in range(40):
        try:
            await keep_pace(uow, Place("telegram", bot, str(chat)), PACE)
        except Later as later:
            pauses.append(later.seconds)
    assert len(pauses) == 30
    # Ten of them in each of the next three seconds, in the order in which they came.
    assert pauses == sorted(pauses)
    assert [sum(int(p) == second for p in pauses) for second in (1, 2, 3)] == [10, 10, 10]


async def test_a_chat_that_hears_much_waits_until_its_own_seconds_are_over(uow, monkeypatch):
    started, place = clock.now(), Place("telegram", uuid4().hex, "1")
    monkeypatch.setattr(clock, "now", lambda: started)
    for _said in range(3):
        await keep_pace(uow, place, PACE)
    with pytest.raises(Later) as later:
        await keep_pace(uow, place, PACE)
    assert later.value.seconds == pytest.approx(3)
    monkeypatch.setattr(clock, "now", lambda: started + timedelta(seconds=3))
    await keep_pace(uow, place, PACE)
