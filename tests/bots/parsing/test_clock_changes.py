"""Nights in which the clocks change, last days of months, and 29 February (threats T)."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bots.parsing import World, parse

ZONES = ["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe"]
MOMENTS = st.integers(1_704_067_200_000, 2_082_758_400_000).map(
    lambda ms: datetime.fromtimestamp(ms / 1000, UTC)
)
GAP = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
OVERLAP = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)


def ahead(text: str, now: datetime, zone: str):
    here = ZoneInfo(zone)
    said = parse(text, world=World(currency="EUR"), now=now.astimezone(here), time_zone=here)
    return said.next_at.value if said.next_at else None


@given(now=MOMENTS, zone=st.sampled_from(ZONES), hours=st.integers(2, 9))
@example(now=GAP, zone="America/New_York", hours=2)
@example(now=OVERLAP, zone="America/New_York", hours=2)
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("text", ["call him in {} hours", "{}小时后打电话"])
def test_hours_ahead_are_hours_and_not_figures_on_a_clock(text, now, zone, hours):
    found = ahead(text.format(hours), now, zone)
    late = found.astimezone(UTC) - now - timedelta(hours=hours)
    assert timedelta(0) <= late < timedelta(minutes=1)


@given(now=MOMENTS, zone=st.sampled_from(ZONES))
@example(now=datetime(2026, 3, 7, 12, tzinfo=UTC), zone="America/New_York")
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("text", ["call him tomorrow at 2:30am", "明天凌晨2点半打电话"])
def test_an_hour_that_the_night_skips_comes_after_the_change(text, now, zone):
    found = ahead(text, now, zone)
    shown = found.astimezone(UTC).astimezone(ZoneInfo(zone))
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    assert shown.date() == tomorrow
    assert (shown.hour, shown.minute) in {(2, 30), (3, 30), (3, 0)}


@given(today=st.dates(date(2024, 1, 1), date(2036, 1, 1)), zone=st.sampled_from(ZONES))
@example(today=date(2026, 1, 31), zone="Europe/Berlin")
@example(today=date(2028, 1, 31), zone="Europe/Berlin")
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("text", ["call him in one month", "一个月后打电话"])
def test_a_month_from_the_31st_ends_with_its_month(text, today, zone):
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=ZoneInfo(zone))
    year, month = (today.year + today.month // 12, today.month % 12 + 1)
    last = monthrange(year, month)[1]
    assert ahead(text, noon, zone) == date(year, month, min(today.day, last))


@given(today=st.dates(date(2024, 1, 1), date(2036, 1, 1)))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("text", ["call him on feb 29", "2月29日打电话"])
def test_29_february_waits_for_its_year(text, today):
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    found = ahead(text, noon, "UTC")
    assert (found.month, found.day) == (2, 29)
    assert today <= found <= today + timedelta(days=4 * 366)


@pytest.mark.parametrize("text", ["call him on 29 February 2027", "2027年2月29日打电话"])
def test_a_day_that_is_in_no_calendar_is_no_day(text):
    assert ahead(text, GAP, "UTC") is None
