"""Today, this week and last month are the reader's own, whatever the clocks do (threats T)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm.records.periods import bounds

# Clocks that change at midnight, by half an hour, on the other side of the date line, or never.
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "America/Havana",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "UTC",
]
BLINK = timedelta(microseconds=1)
MOMENTS = st.integers(1_325_376_000_000, 2_114_380_800_000).map(
    lambda ms: datetime.fromtimestamp(ms / 1000, UTC)
)


def at(now: datetime, zone: str, *names: str) -> list[tuple[datetime, datetime]]:
    with time_machine.travel(now, tick=False):
        return [bounds(name, zone) for name in names]


@given(now=MOMENTS, zone=st.sampled_from(ZONES))
@example(now=datetime(2026, 4, 5, 3, 30, tzinfo=UTC), zone="America/Santiago")
@example(now=datetime(2026, 9, 6, 3, 59, 59, tzinfo=UTC), zone="America/Santiago")
@example(now=datetime(2026, 4, 23, 22, 0, tzinfo=UTC), zone="Africa/Cairo")
@example(now=datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=UTC), zone="UTC")
@settings(max_examples=200, deadline=None)
def test_today_is_the_whole_day_on_the_readers_clock(now, zone):
    ((start, after),) = at(now, zone, "today")
    day = now.astimezone(ZoneInfo(zone)).date()
    assert start <= now < after
    assert start.astimezone(ZoneInfo(zone)).date() == day
    assert (after - BLINK).astimezone(ZoneInfo(zone)).date() == day
    assert after.astimezone(ZoneInfo(zone)).date() > day


@given(now=MOMENTS, zone=st.sampled_from(ZONES))
@settings(max_examples=100, deadline=None)
def test_periods_follow_each_other_without_gap_or_overlap(now, zone):
    names = ("past", "yesterday", "today", "tomorrow", "future")
    past, yesterday, today, tomorrow, future = at(now, zone, *names)
    assert past[1] == yesterday[1] == today[0]
    assert today[1] == tomorrow[0] == future[0]
    last, this, following = at(now, zone, "last_week", "this_week", "next_week")
    assert (last[1], this[1]) == (this[0], following[0])
    assert this[0].astimezone(ZoneInfo(zone)).weekday() == 0
    before, month, year = at(now, zone, "last_month", "this_month", "this_year")
    assert before[1] == month[0]
    assert before[0].astimezone(ZoneInfo(zone)).day == month[0].astimezone(ZoneInfo(zone)).day == 1
    assert year[0] <= month[0] < month[1] <= year[1]


@given(now=MOMENTS, zone=st.sampled_from(ZONES), days=st.integers(0, 999))
@settings(max_examples=100, deadline=None)
def test_days_are_counted_by_the_calendar_and_not_by_hours(now, zone, days):
    last, ahead, today = at(now, zone, f"last_{days}_days", f"next_{days}_days", "today")
    assert last[1] == today[1]
    assert ahead[0] == today[0]
    span = today[0].astimezone(ZoneInfo(zone)).date() - last[0].astimezone(ZoneInfo(zone)).date()
    # Samoa had no 30 December in 2011, so the day after it stands for it.
    assert span.days in {days, days - 1 if zone == "Pacific/Apia" else days}


@pytest.mark.parametrize(
    ("due", "listed"),
    [
        ("2026-10-25T23:59:59.999+01:00", True),
        ("2026-10-26T00:00:00+01:00", False),
        ("2026-10-25T00:00:00+02:00", True),
        ("2026-10-24T23:59:59.999+02:00", False),
    ],
)
async def test_a_long_day_in_october_is_one_day_to_the_list(acme, due, listed):
    await acme.create("tasks", title="Call", due_at=due)
    with time_machine.travel(datetime(2026, 10, 25, 12, tzinfo=UTC), tick=False):
        found = await acme.get(
            "tasks", filter='{"field": "due_at", "op": "within", "value": "today"}'
        )
    assert len(found["items"]) == int(listed)
