"""Appointments as those agree them who take part, and as others notice them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from surfer import Surfer
from world import Workspace

JUNE = {"from": "2031-06-01T00:00:00Z", "to": "2031-07-01T00:00:00Z"}
BERLIN = "Europe/Berlin"


async def me(member: Any) -> str:
    found = await member.request("GET", "/api/v1/me")
    people = (await member.get("members"))["items"]
    return next(m["id"] for m in people if m["email"] == found.json()["email"])


async def agree(who: Any, title: str = "Visit Hualian", **fields: Any) -> Any:
    said = {"starts_at": "2031-06-02T07:00:00Z", "ends_at": "2031-06-02T08:00:00Z", **fields}
    return await who.create("appointments", title=title, time_zone=BERLIN, **said)


async def times(who: Any, **params: Any) -> list[str]:
    return [e["starts_at"] for e in (await who.get("calendar", **JUNE, **params))["items"]]


async def test_what_the_wall_shows_stays_when_the_zone_is_changed(acme: Workspace) -> None:
    made = await agree(acme)
    moved = await acme.edit(f"appointments/{made['id']}", time_zone="Asia/Shanghai")
    assert moved["starts_at"] == "2031-06-02T01:00:00Z"
    assert moved["ends_at"] == "2031-06-02T02:00:00Z"
    wrong = {"time_zone": "Mars/Base"}
    assert await acme.status("PATCH", f"appointments/{made['id']}", json=wrong) == 422


async def test_it_comes_again_and_one_time_is_moved_called_off_and_put_back(acme) -> None:
    made = await agree(acme, repeat="weekly", repeat_until="2031-06-20")
    at = f"appointments/{made['id']}/occurrences"
    assert len(await times(acme)) == 3
    await acme.post(at, day="2031-06-09", state="called_off")
    await acme.post(at, day="2031-06-16", state="moved", starts_at="2031-06-25T10:00:00Z")
    assert await times(acme) == ["2031-06-02T07:00:00Z", "2031-06-25T10:00:00Z"]
    await acme.post(at, day="2031-06-09", state="planned")
    assert len(await times(acme)) == 3
    assert await acme.status("POST", at, json={"day": "2031-06-10", "state": "called_off"}) == 422
    naive = {"day": "2031-06-09", "state": "moved", "starts_at": "2031-06-25T10:00:00"}
    assert await acme.status("POST", at, json=naive) == 422


async def test_another_pattern_forgets_what_was_changed(acme) -> None:
    made = await agree(acme, repeat="weekly", repeat_until="2031-06-20")
    at = f"appointments/{made['id']}"
    await acme.post(f"{at}/occurrences", day="2031-06-09", state="called_off")
    await acme.edit(at, title="Visit them")
    assert len(await times(acme)) == 2
    await acme.edit(at, repeat="daily", repeat_until="2031-06-04")
    await acme.edit(at, repeat="weekly", repeat_until="2031-06-20")
    assert len(await times(acme)) == 3


async def test_who_takes_part_sees_it_and_who_does_not_does_not(acme, globex) -> None:
    rita, otto = await acme.member("rep", "Rita"), await acme.member("rep", "Otto")
    made = await agree(acme, attendees=[await me(rita)])
    assert len(await times(rita)) == 1
    assert await times(otto) == []
    assert await otto.status("GET", f"appointments/{made['id']}") == 404
    assert await rita.status("PATCH", f"appointments/{made['id']}", json={"title": "No"}) == 403
    await acme.edit(f"appointments/{made['id']}", attendees=[])
    assert await rita.status("GET", f"appointments/{made['id']}") == 404
    for stranger in (str(uuid4()), await me(globex.owner)):
        said = {"title": "x", "starts_at": "2031-06-02T07:00:00Z", "attendees": [stranger]}
        assert await acme.status("POST", "appointments", json=said) == 422


async def test_a_colleague_is_busy_and_not_everybody_learns_by_what(acme, globex) -> None:
    rita, otto = await acme.member("rep", "Rita"), await acme.member("rep", "Otto")
    her = await me(rita)
    secret = await agree(rita, "Secret talks")
    clash = await agree(otto, "Fair", starts_at="2031-06-02T07:30:00Z", attendees=[her])
    told = (await otto.get(f"appointments/{clash['id']}/conflicts"))["items"]
    assert [(c["member_id"], c["title"]) for c in told] == [(her, None)]
    told = (await acme.get(f"appointments/{clash['id']}/conflicts"))["items"]
    assert [c["title"] for c in told] == ["Secret talks"]
    busy = (await otto.get("calendar/busy", **JUNE, member_id=her))["items"]
    assert [b["title"] for b in busy] == [None, "Fair"]
    assert "Secret" not in str(busy)
    for other in (str(uuid4()), await me(globex.owner)):
        assert await otto.status("GET", "calendar/busy", params={**JUNE, "member_id": other}) == 404
    page = await Surfer(otto).open(f"appointments/{clash['id']}")
    assert "Somebody is taken elsewhere then." in page.text
    assert "Secret" not in page.text
    assert secret["title"] in (await Surfer(rita).open("calendar?day=2031-06-02")).text


async def test_the_calendar_shows_a_day_a_week_and_a_month_and_moves_a_time(acme) -> None:
    made = await agree(acme, repeat="weekly", repeat_until="2031-06-20")
    browser = Surfer(acme.owner)
    for view, count in (("day", 1), ("week", 1), ("month", 3)):
        page = await browser.open(f"calendar?view={view}&day=2031-06-02")
        assert page.text.count("Visit Hualian") == count
    form = {"day": "2031-06-02", "state": "moved", "to": "2031-06-03T11:00"}
    answer = await browser.send(f"appointments/{made['id']}/occurrences", **form)
    assert answer.status_code == 303
    assert "11:00" in (await browser.open("calendar?view=day&day=2031-06-03")).text
    assert "Visit Hualian" not in (await browser.open("calendar?view=day&day=2031-06-02")).text
    assert "Next times" in (await browser.open(f"appointments/{made['id']}")).text


async def test_a_whole_day_is_that_day_everywhere(acme) -> None:
    fair = await agree(acme, "Fair", all_day=True, ends_at=None)
    page = await Surfer(acme.owner).open("calendar?view=month&day=2031-06-02")
    assert page.text.count("Fair") == 1
    (entry,) = (await acme.get("calendar", **JUNE))["items"]
    assert (entry["starts_at"], entry["ends_at"]) == (
        "2031-06-01T22:00:00Z",
        "2031-06-02T22:00:00Z",
    )
    longer = await acme.edit(f"appointments/{fair['id']}", ends_at="2031-06-03T10:00:00Z")
    assert longer["ends_at"] == "2031-06-03T22:00:00Z"


@pytest.mark.parametrize("late", [timedelta(), timedelta(hours=6)])
async def test_each_time_is_reminded_of_once_however_late_the_worker(acme, work, late) -> None:
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    made = await acme.create(
        "appointments",
        title="Visit",
        starts_at=start.isoformat(),
        ends_at=(start + timedelta(hours=9)).isoformat(),
        repeat="daily",
        remind_minutes=30,
    )

    # Each change leaves a job behind; one of them is to speak.
    for minutes in (45, 30):
        await acme.edit(f"appointments/{made['id']}", remind_minutes=minutes)

    async def told() -> int:
        items = (await acme.get("notifications"))["items"]
        return sum(1 for n in items if n["record_id"] == made["id"])

    await work()
    assert await told() == 0
    with time_machine.travel(start - timedelta(minutes=30) + late, tick=True):
        await work()
        await work()
    assert await told() == 1
    with time_machine.travel(start + timedelta(days=1), tick=True):
        await work()
    assert await told() == 2
