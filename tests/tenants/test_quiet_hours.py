"""Nobody is woken by a reminder: it comes when the quiet hours end."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from chatting import work
from hypothesis import given
from hypothesis import strategies as some

from tenants.notifications.quiet import Quiet, held_until

NIGHT = Quiet("22:00", "07:00")
CLOCKS = some.times().map(lambda t: t.strftime("%H:%M"))
ZONES = some.sampled_from(["UTC", "Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu"])
MOMENTS = some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@given(CLOCKS, CLOCKS, ZONES, MOMENTS)
def test_what_is_held_back_comes_later_when_nobody_sleeps(start, end, where, now):
    until = held_until(Quiet(start, end), where, now)
    if until is not None:
        assert timedelta(0) < until - now <= timedelta(hours=25)
        assert until.astimezone(ZoneInfo(where)).strftime("%H:%M") == end
        assert held_until(Quiet(start, end), where, until) is None


@pytest.mark.parametrize(
    ("hour", "until"), [(21, None), (22, (26, 7)), (3, (25, 7)), (7, None), (12, None)]
)
def test_a_night_goes_over_midnight(hour, until):
    now = datetime(2026, 11, 25, hour, tzinfo=UTC)
    expected = datetime(2026, 11, until[0], until[1], tzinfo=UTC) if until else None
    assert held_until(NIGHT, "UTC", now) == expected


async def test_a_reminder_of_the_night_comes_in_the_morning(acme, database, admin_dsn, dsn):
    wish = {"kinds": {"reminder": {"web": False}}, "quiet": {"from": "22:00", "to": "07:00"}}
    rita = await acme.member("rep", "Rita")
    kept = await rita.request("PUT", "notifications/preferences", json=wish)
    [me] = [one for one in (await acme.get("members"))["items"] if one["role"] == "rep"]
    assert kept.json()["quiet"] == wish["quiet"]
    night = datetime.now(ZoneInfo("Europe/Berlin")).replace(hour=23, minute=0) - timedelta(days=1)
    for title in ("Send the quote", "Done by then"):
        at = night.isoformat()
        made = await acme.create("tasks", title=title, due_at=at, remind_at=at, owner_id=me["id"])
        with time_machine.travel(night + timedelta(minutes=1), tick=True):
            await work(database, "task.remind", {"task_id": made["id"]}, acme.workspace_id)
    await acme.post(f"tasks/{made['id']}/completion")
    assert await heard(rita) == []
    for notice in (await rita.get("notifications"))["items"]:
        held = {"notification_id": notice["id"]}
        await work(database, "notice.later", held, acme.workspace_id)
    assert await heard(rita) == ["Send the quote"]
    off = await acme.request("PUT", "notifications/preferences", json={"kinds": {}, "quiet": None})
    assert off.json()["quiet"] is None
    bad = {"kinds": {}, "quiet": {"from": "25:00", "to": "07:00"}}
    assert await acme.status("PUT", "notifications/preferences", json=bad) in {400, 422}


async def test_an_alarm_that_somebody_set_for_the_night_rings(acme, database):
    wish = {"kinds": {}, "quiet": {"from": "22:00", "to": "07:00"}}
    await acme.request("PUT", "notifications/preferences", json=wish)
    night = datetime.now(ZoneInfo("Europe/Berlin")).replace(hour=23, minute=0) - timedelta(days=1)
    at = night.isoformat()
    made = await acme.create("tasks", title="Call Tokyo", due_at=at, remind_at=at)
    with time_machine.travel(night + timedelta(minutes=1), tick=True):
        await work(database, "task.remind", {"task_id": made["id"]}, acme.workspace_id)
    assert await heard(acme) == ["Call Tokyo"]
    late = await acme.create("tasks", title="Too late", due_at=at, remind_at=at)
    with time_machine.travel(night + timedelta(minutes=30), tick=True):
        await work(database, "task.remind", {"task_id": late["id"]}, acme.workspace_id)
    assert await heard(acme) == ["Call Tokyo"]


async def heard(member):
    """The tasks of which the web chat reminded."""
    messages = (await member.get("chat/messages"))["items"]
    fields = [f for m in messages if m.get("card") for f in m["card"]["fields"]]
    return [field["value"] for field in fields if field["name"] == "title"]
