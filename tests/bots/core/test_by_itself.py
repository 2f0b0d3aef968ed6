"""Before an appointment the bot briefs; in the evening it asks for what nobody logged."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from chatting import button, press, say, work

ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture
async def visit(acme):
    """At two o'clock yesterday, for an hour, at Hualian."""
    at = (datetime.now(ZONE) - timedelta(days=1)).replace(
        hour=14, minute=0, second=0, microsecond=0
    )
    hualian = await acme.create("companies", name="Hualian Pumps")
    await acme.create(
        "appointments",
        title="Show the pumps",
        starts_at=at.isoformat(),
        ends_at=(at + timedelta(hours=1)).isoformat(),
        links=[{"type": "company", "id": hualian["id"]}],
    )
    return at


async def told(acme, database, at):
    with time_machine.travel(at, tick=True):
        for _twice in range(2):
            await work(database, "chat.by_itself", {}, acme.workspace_id)
    return (await acme.get("chat/messages"))["items"]


async def test_half_an_hour_before_the_customer_is_told_of_once(acme, database, visit):
    assert await told(acme, database, visit - timedelta(minutes=40)) == []
    [brief, *_rest] = await told(acme, database, visit - timedelta(minutes=25))
    assert "Show the pumps" in brief["text"]
    assert len(await told(acme, database, visit - timedelta(minutes=10))) == 1 + len(_rest)


async def test_in_the_evening_an_unlogged_visit_is_asked_for_once(acme, database, visit):
    assert await told(acme, database, visit.replace(hour=17, minute=55)) == []
    [asked] = await told(acme, database, visit.replace(hour=18, minute=5))
    assert "Nothing is logged yet: Show the pumps" in asked["text"]
    await press(acme, button(asked, "visit_log"))
    [card] = await say(acme, "they want 20 pumps, price too high")
    await press(acme, button(card, "save"))
    [activity] = (await acme.get("activities"))["items"]
    assert (activity["kind"], activity["links"][0]["title"]) == ("visit", "Hualian Pumps")


async def test_what_is_logged_is_not_asked_for(acme, database, visit):
    [company] = (await acme.get("companies"))["items"]
    at = (visit + timedelta(minutes=70)).isoformat()
    await acme.create(
        "activities", text="Done", happened_at=at, links=[{"type": "company", "id": company["id"]}]
    )
    assert await told(acme, database, visit.replace(hour=18, minute=5)) == []
