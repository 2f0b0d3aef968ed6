"""Periods that move with the day: today, this week, the last 30 days, in the reader's zone."""

import re
from datetime import UTC, date, datetime, time, timedelta

from kernel import clock
from kernel.filters import BadFilter
from kernel.i18n import _, zone

_COUNTED = re.compile(r"(last|next)_(\d{1,3})_days")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)


def bounds(period: str, time_zone: str) -> tuple[datetime, datetime]:
    """The first moment of the period and the first after it; weeks begin on Monday."""
    here = zone(time_zone)
    first, after = days(period, time_zone)
    return (
        datetime.combine(first, time(), here).astimezone(UTC),
        datetime.combine(after, time(), here).astimezone(UTC),
    )


def days(period: str, time_zone: str) -> tuple[date, date]:
    """The same as days."""
    return _days(period, clock.now().astimezone(zone(time_zone)).date())


def _days(period: str, today: date) -> tuple[date, date]:
    if counted := _COUNTED.fullmatch(period):
        span = int(counted[2]) * DAY
        return (today - span, today + DAY) if counted[1] == "last" else (today, today + span + DAY)
    days = _named(today).get(period)
    if days is None:
        raise BadFilter(_("There is no period %(period)s."), period=repr(period)[:60])
    return days


def _named(today: date) -> dict[str, tuple[date, date]]:
    monday = today - today.weekday() * DAY
    month = today.replace(day=1)
    year = month.replace(month=1)
    return {
        "today": (today, today + DAY),
        "yesterday": (today - DAY, today),
        "tomorrow": (today + DAY, today + 2 * DAY),
        "this_week": (monday, monday + WEEK),
        "last_week": (monday - WEEK, monday),
        "next_week": (monday + WEEK, monday + 2 * WEEK),
        "this_month": (month, _next_month(month)),
        "last_month": ((month - DAY).replace(day=1), month),
        "this_year": (year, year.replace(year=year.year + 1)),
        "past": (EARLIEST, today),
        "future": (today + DAY, LATEST),
    }


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
