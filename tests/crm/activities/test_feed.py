"""A calendar program reads one's own appointments, by an address that can be taken back."""

from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar
from world import Workspace

SOON = {"starts_at": "2031-06-02T07:00:00Z", "time_zone": "Europe/Berlin"}


async def address(who: Any) -> str:
    return urlsplit((await who.post("calendar/feed", 201))["url"]).path


async def titles(who: Any, path: str) -> list[str]:
    answer = await who.http.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    return sorted(str(e["summary"]) for e in Calendar.from_ical(answer.content).walk("VEVENT"))


async def test_it_holds_what_its_owner_takes_part_in_and_sees(acme: Workspace) -> None:
    rita = await acme.member("rep", "Rita")
    await acme.create("appointments", title="Board", **SOON)
    await rita.create("appointments", title="Visit, at Hualian; line\nbreak", **SOON)
    await rita.create("tasks", title="Quote", due_at="2031-06-03T07:00:00Z")
    assert await titles(rita, await address(rita)) == ["Visit, at Hualian; line break", "☐ Quote"]


async def test_a_series_is_told_with_its_exceptions(acme: Workspace) -> None:
    made = await acme.create("appointments", title="Weekly", repeat="weekly", **SOON)
    at = f"appointments/{made['id']}/occurrences"
    await acme.post(at, day="2031-06-09", state="called_off")
    await acme.post(at, day="2031-06-16", state="moved", starts_at="2031-06-17T07:00:00Z")
    answer = await acme.http.get(await address(acme))
    whole, moved = Calendar.from_ical(answer.content).walk("VEVENT")
    assert whole["rrule"]["FREQ"] == ["WEEKLY"]
    assert whole["exdate"].dts[0].dt.isoformat() == "2031-06-09T09:00:00+02:00"
    assert moved["recurrence-id"].dt.isoformat() == "2031-06-16T09:00:00+02:00"
    assert moved["dtstart"].dt.isoformat() == "2031-06-17T09:00:00+02:00"
    assert "BEGIN:VTIMEZONE" in answer.text


async def test_a_dead_address_is_nothing_at_all(acme: Workspace, globex: Workspace) -> None:
    first = await address(acme)
    second = await address(acme)
    dead = (await acme.http.get("/calendar/nonsense.ics")).content
    elsewhere = second.replace(second[10:32], (await address(globex))[10:32])
    other = "B" if second[-5] == "A" else "A"
    for path in (first, elsewhere, second.removesuffix(".ics"), f"{second[:-5]}{other}.ics"):
        answer = await acme.http.get(path)
        assert answer.status_code == 404, path
        assert answer.content == dead
    assert await titles(acme, second) == []
    assert await acme.status("DELETE", "calendar/feed") == 204
    assert (await acme.http.get(second)).status_code == 404


async def test_who_left_has_no_calendar_any_more(acme: Workspace) -> None:
    rita = await acme.member("rep", "Rita")
    path = await address(rita)
    people = (await acme.get("members"))["items"]
    her = next(m["id"] for m in people if m["email"] == rita.email)
    await acme.edit(f"members/{her}", status="suspended")
    assert (await acme.http.get(path)).status_code == 404
