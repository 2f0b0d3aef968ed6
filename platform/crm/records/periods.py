"""Periods that move with the day: today, this week, the last 30 days, in the reader's zone."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from kernel import clock
from kernel.filters import BadFilter
from kernel.i18n import _, zone

_COUNTED = re.compile(r"(last|next)_(\d{1,3})_(days|weeks|months|quarters|years)")
_MONTHS = {"months": 1, "quarters": 3, "years": 12}
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
    return days_from(period, clock.now().astimezone(zone(time_zone)).date())


def days_from(period: str, today: date) -> tuple[date, date]:
    """The same as they were on that day; what is counted includes the day itself."""
    if counted := _COUNTED.fullmatch(period):
        span = int(counted[2]) * (-1 if counted[1] == "last" else 1)
        there = _moved(today, span, counted[3])
        return (there, today + DAY) if counted[1] == "last" else (today, there + DAY)
    found = _named(today).get(period)
    if found is None:
        raise BadFilter(_("There is no period %(period)s."), period=repr(period)[:60])
    return found


def _moved(day: date, count: int, unit: str) -> date:
    if unit in _MONTHS:
        return _months(day, count * _MONTHS[unit])
    return day + count * (DAY if unit == "days" else WEEK)


def _months(day: date, count: int) -> date:
    """The same day some months away, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _named(today: date) -> dict[str, tuple[date, date]]:
    monday = today - today.weekday() * DAY
    month = today.replace(day=1)
    quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
    year = month.replace(month=1)
    named = {
        "today": (today, today + DAY),
        "yesterday": (today - DAY, today),
        "tomorrow": (today + DAY, today + 2 * DAY),
        "this_week": (monday, monday + WEEK),
        "last_week": (monday - WEEK, monday),
        "next_week": (monday + WEEK, monday + 2 * WEEK),
        "past": (EARLIEST, today),
        "future": (today + DAY, LATEST),
    }
    for name, first, length in (("month", month, 1), ("quarter", quarter, 3), ("year", year, 12)):
        after, before = _months(first, length), _months(first, -length)
        named[f"this_{name}"] = (first, after)
        named[f"last_{name}"] = (before, first)
        named[f"next_{name}"] = (after, _months(after, length))
    return named
