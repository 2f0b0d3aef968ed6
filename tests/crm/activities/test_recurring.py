"""Recurring times keep what the wall shows, whatever the clocks and the months do."""

# ruff: noqa: DTZ001 -- what a wall shows has no offset

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar.prop import vRecur

from crm.activities.recurring import (
    Changed,
    Series,
    first_after,
    moment_of,
    occurrences,
    rule,
    takes_place,
    wall_of,
)

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Shanghai", "Pacific/Apia"]


def series(start: datetime, zone: str = "Europe/Berlin", **how) -> Series:
    return Series(start=start, end=start + timedelta(hours=1), time_zone=zone, **how)


def days(found) -> list[str]:
    return [o.day.isoformat()[5:] for o in found]


walls = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
    lambda d: d.replace(second=0, microsecond=0)
)
plans = st.builds(
    lambda start, zone, repeat, every: series(start, zone, repeat=repeat, every=every),
    walls,
    st.sampled_from(ZONES),
    st.sampled_from(["daily", "weekly", "monthly", "yearly"]),
    st.integers(1, 9),
)


@given(plans)
@example(series(datetime(2020, 1, 1, 2, fold=1), repeat="daily"))
def test_every_occurrence_begins_when_the_wall_says_so(plan):
    begin = moment_of(plan.start, plan.time_zone)
    for o in occurrences(plan, {}, begin, begin + timedelta(days=400)):
        wall = wall_of(o.starts_at, plan.time_zone)
        # Of an hour that comes twice, a series takes the first.
        planned = datetime.combine(o.day, plan.start.time().replace(fold=0))
        # Only an hour that the clocks leave out is shown as another, and by that much.
        assert wall == planned or moment_of(wall, plan.time_zone) == moment_of(
            planned, plan.time_zone
        )
        assert o.ends_at >= o.starts_at


@given(plans, st.integers(0, 3000))
def test_looking_far_ahead_finds_what_counting_from_the_first_finds(plan, ahead):
    first = moment_of(plan.start, plan.time_zone) + timedelta(days=ahead)
    after = first + timedelta(days=120)
    begin = moment_of(plan.start, plan.time_zone)
    known = [o for o in occurrences(plan, {}, begin, after) if o.ends_at > first]
    assert occurrences(plan, {}, first, after) == known


@given(plans)
def test_the_next_is_the_first_after_and_takes_place(plan):
    moment = moment_of(plan.start, plan.time_zone)
    found = first_after(plan, {}, moment)
    assert found is not None
    assert found.starts_at > moment
    assert takes_place(plan, found.day)
    assert vRecur.from_ical(rule(plan))["INTERVAL"] == [plan.every]


def test_the_thirty_first_stays_the_thirty_first():
    monthly = series(datetime(2026, 1, 31, 9), repeat="monthly")
    found = occurrences(
        monthly, {}, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    )
    assert days(found) == ["01-31", "02-28", "03-31", "04-30", "05-31"]
    leap = series(datetime(2024, 2, 29, 9), repeat="yearly")
    found = occurrences(
        leap, {}, datetime(2024, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    )
    assert [str(o.day) for o in found][1:] == [
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


def test_nine_oclock_is_nine_oclock_on_both_sides_of_the_change():
    weekly = series(datetime(2026, 3, 23, 9), repeat="weekly")
    found = occurrences(
        weekly, {}, datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    )
    assert [o.starts_at.hour for o in found] == [8, 7]


def test_a_gap_is_passed_and_a_doubled_hour_comes_once():
    gap = series(datetime(2026, 3, 7, 2, 30), "America/New_York", repeat="daily")
    found = occurrences(gap, {}, datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
    assert [str(wall_of(o.starts_at, gap.time_zone).time()) for o in found] == ["03:30:00"]
    twice = series(datetime(2026, 10, 31, 1, 30), "America/New_York", repeat="daily")
    found = occurrences(
        twice, {}, datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    )
    assert len(found) == 1


def test_one_is_moved_and_one_called_off():
    weekly = series(datetime(2026, 6, 1, 9), repeat="weekly", until=date(2026, 6, 22))
    changes = {
        date(2026, 6, 8): Changed(),
        date(2026, 6, 15): Changed(datetime(2026, 6, 16, 14), datetime(2026, 6, 16, 15)),
    }
    found = occurrences(
        weekly, changes, datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert days(found) == ["06-01", "06-15", "06-22"]
    assert found[1].moved
    assert found[1].starts_at == datetime(2026, 6, 16, 12, tzinfo=UTC)
