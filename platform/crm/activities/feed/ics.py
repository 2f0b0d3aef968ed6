"""Appointments and tasks as calendar programs read them (RFC 5545)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vRecur

from crm.activities.appointment.timing import changes_from, series_of
from crm.activities.recurring import Series, rule
from kernel.i18n import zone

PRODUCT: Final = "-//Guanxi//Calendar//EN"
TASK_LASTS: Final = timedelta(minutes=30)


def calendar(
    name: str, appointments: Iterable[Any], tasks: Iterable[Any], address: str, now: datetime
) -> bytes:
    """The whole feed; `address` is the workspace's, for links back."""
    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    for row in appointments:
        for event in _events(row, now, f"{address}/appointments/{row['id']}"):
            feed.add_component(event)
    for row in tasks:
        feed.add_component(_task(row, now, f"{address}/tasks/{row['id']}"))
    feed.add_missing_timezones()
    return bytes(feed.to_ical())


def _events(row: Any, now: datetime, link: str) -> list[Event]:
    """The series, and one more for each of its times that was moved."""
    series, changes = series_of(row), changes_from(row["changes"])
    whole = _event(row, now, link, series, series.start, series.end)
    moved = []
    if series.repeat is not None:
        whole.add("rrule", vRecur.from_ical(rule(series)))
        for day, change in sorted(changes.items()):
            planned = datetime.combine(day, series.start.time())
            if change.start is None or change.end is None:
                whole.add("exdate", _time(series, planned))
                continue
            other = _event(row, now, link, series, change.start, change.end)
            other.add("recurrence-id", _time(series, planned))
            moved.append(other)
    return [whole, *moved]


def _event(
    row: Any, now: datetime, link: str, series: Series, start: datetime, end: datetime
) -> Event:
    event = _made(row["id"], row["title"], now, link)
    event.add("dtstart", _time(series, start))
    event.add("dtend", _time(series, end))
    if row["place"]:
        event.add("location", row["place"])
    if row["remind_minutes"] is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", row["title"])
        alarm.add("trigger", -timedelta(minutes=row["remind_minutes"]))
        event.add_component(alarm)
    return event


def _task(row: Any, now: datetime, link: str) -> Event:
    """As an event that takes nobody's time: few programs show the tasks of a feed."""
    event = _made(row["id"], f"☐ {row['title']}", now, link)
    event.add("dtstart", row["due_at"])
    event.add("dtend", row["due_at"] + TASK_LASTS)
    event.add("transp", "TRANSPARENT")
    return event


def _made(record_id: UUID, title: str, now: datetime, link: str) -> Event:
    event = Event()
    event.add("uid", f"{record_id}@guanxi")
    event.add("summary", title)
    event.add("dtstamp", now)
    event.add("url", link)
    return event


def _time(series: Series, wall: datetime) -> date | datetime:
    return wall.date() if series.all_day else wall.replace(tzinfo=zone(series.time_zone))
