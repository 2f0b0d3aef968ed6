"""Periods that move with the day: today, this week, the last 30 days, in the reader's zone."""

import re
from datetime import UTC, date, datetime, time, timedelta

from kernel import clock
from kernel.filters import BadFilter
from kernel.i18n import _, zone

_COUNTED = re.compile(r"(last|next)_(\d{1,3})_days")
MONDAY_TO_SUNDAY = 7


def bounds(period: str, time_zone: str) -> tuple[datetime, datetime]:
    """The first moment of the period and the first after it; weeks begin on Monday."""
    here = zone(time_zone)
    today = clock.now().astimezone(here).date()
    first, after = _days(period, today)
    return (
        datetime.combine(first, time(), here).astimezone(UTC),
        datetime.combine(after, time(), here).astimezone(UTC),
    )


def _days(period: str, today: date) -> tuple[date, date]:
    day = timedelta(days=1)
    monday = today - today.weekday() * day
    month = today.replace(day=1)
    match period:
        case "today":
            return today, today + day
        case "yesterday":
            return today - day, today
        case "tomorrow":
            return today + day, today + 2 * day
        case "this_week":
            return monday, monday + MONDAY_TO_SUNDAY * day
        case "last_week":
            return monday - MONDAY_TO_SUNDAY * day, monday
        case "next_week":
            return monday + MONDAY_TO_SUNDAY * day, monday + 2 * MONDAY_TO_SUNDAY * day
        case "this_month":
            return month, _next_month(month)
        case "last_month":
            return (month - day).replace(day=1), month
        case "this_year":
            return month.replace(month=1), month.replace(year=month.year + 1, month=1)
        case "past":
            return date(1900, 1, 1), today
        case "future":
            return today + day, date(9000, 1, 1)
    if counted := _COUNTED.fullmatch(period):
        span = int(counted[2]) * day
        if counted[1] == "last":
            return today - span, today + day
        return today, today + span + day
    raise BadFilter(_("There is no period %(period)s."), period=repr(period)[:60])


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
