"""What happens again and again: by the clock on the wall, whatever the clocks do in between."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import msgspec
from dateutil import rrule

from kernel.i18n import zone

DAY: Final = timedelta(days=1)
SHORTEST_MONTH: Final = 28
FEBRUARY: Final = 2
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES: Final = {
    "daily": rrule.DAILY,
    "weekly": rrule.WEEKLY,
    "monthly": rrule.MONTHLY,
    "yearly": rrule.YEARLY,
}
# The first after a moment is looked for so far, nearest first.
_REACHES: Final = (timedelta(days=62), timedelta(days=1500), timedelta(days=40_000))


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A time by the wall of a zone, and how it comes again; `on` are weekdays of a weekly one."""

    start: datetime
    end: datetime
    time_zone: str
    repeat: str | None = None
    every: int = 1
    on: tuple[str, ...] = ()
    until: date | None = None
    all_day: bool = False


class Changed(msgspec.Struct, frozen=True):
    """One occurrence that does not take place as planned; without a start not at all."""

    start: datetime | None = None
    end: datetime | None = None


class Occurrence(msgspec.Struct, frozen=True):
    """One time that it takes place. `day` is the one that was planned, and names it."""

    day: date
    starts_at: datetime
    ends_at: datetime
    moved: bool = False


def moment_of(wall: datetime, time_zone: str) -> datetime:
    """The moment at which a wall shows that: the first of two, or past the gap, as clocks go."""
    return wall.replace(tzinfo=zone(time_zone)).astimezone(UTC)


def wall_of(moment: datetime, time_zone: str) -> datetime:
    """What the wall of a zone shows at a moment."""
    return moment.astimezone(zone(time_zone)).replace(tzinfo=None)


def occurrences(
    series: Series, changes: dict[date, Changed], first: datetime, after: datetime
) -> list[Occurrence]:
    """All that overlap the time from `first` until before `after`, in order."""
    length = series.end - series.start
    # A day more on both sides: zones differ by less than that.
    low = wall_of(first, series.time_zone) - length - DAY
    high = wall_of(after, series.time_zone) + DAY
    found = [
        _occurrence(series, wall.date(), wall, wall + length)
        for wall in _walls(series, low, high)
        if wall.date() not in changes
    ]
    found += [
        _occurrence(series, day, change.start, change.end, moved=True)
        for day, change in changes.items()
        if change.start is not None and change.end is not None
    ]
    held = [o for o in found if o.starts_at < after and (o.ends_at > first or o.starts_at == first)]
    return sorted(held, key=lambda o: (o.starts_at, o.day))


def first_after(
    series: Series, changes: dict[date, Changed], moment: datetime
) -> Occurrence | None:
    """The next that begins after a moment; None when it is over."""
    for reach in _REACHES:
        for found in occurrences(series, changes, moment, moment + reach):
            if found.starts_at > moment:
                return found
    return None


def takes_place(series: Series, day: date) -> bool:
    """Whether that day is one on which it was planned."""
    noon = datetime.combine(day, series.start.time())
    return any(wall.date() == day for wall in _walls(series, noon - DAY, noon + DAY))


def rule(series: Series) -> str:
    """The same as calendars say it (RFC 5545)."""
    if series.repeat is None:
        return ""
    parts = [f"FREQ={series.repeat.upper()}", f"INTERVAL={series.every}"]
    by = _by(series)
    names = {"bymonth": "BYMONTH", "bymonthday": "BYMONTHDAY", "bysetpos": "BYSETPOS"}
    if "byweekday" in by:
        parts.append("BYDAY=" + ",".join(d for d in WEEKDAYS if d in series.on))
    for key, word in names.items():
        if key in by:
            values = by[key] if isinstance(by[key], list) else [by[key]]
            parts.append(f"{word}={','.join(map(str, values))}")
    if series.until is not None:
        last = moment_of(datetime.combine(series.until, series.start.time()), series.time_zone)
        parts.append(
            f"UNTIL={series.until:%Y%m%d}" if series.all_day else f"UNTIL={last:%Y%m%dT%H%M%SZ}"
        )
    return ";".join(parts)


def _occurrence(
    series: Series, day: date, start: datetime, end: datetime, *, moved: bool = False
) -> Occurrence:
    begins = moment_of(start, series.time_zone)
    return Occurrence(day, begins, max(begins, moment_of(end, series.time_zone)), moved)


def _walls(series: Series, low: datetime, high: datetime) -> Iterator[datetime]:
    if series.repeat is None:
        if low <= series.start <= high:
            yield series.start
        return
    if series.until is not None:
        high = min(high, datetime.combine(series.until, time.max))
    start = _nearer(series, low)
    rules = rrule.rrule(
        _FREQUENCIES[series.repeat], dtstart=start, interval=series.every, **_by(series)
    )
    for wall in rules:
        if wall > high:
            return
        if wall >= low:
            yield wall


def _by(series: Series) -> dict[str, Any]:
    """On which days of its period: one that a short month lacks is the month's last."""
    day, month = series.start.day, series.start.month
    days = day if day <= SHORTEST_MONTH else list(range(SHORTEST_MONTH, day + 1))
    match series.repeat:
        case "weekly" if series.on:
            return {"byweekday": [WEEKDAYS.index(d) for d in series.on]}
        case "monthly" if day > SHORTEST_MONTH:
            return {"bymonthday": days, "bysetpos": -1}
        case "yearly" if (month, day) == (FEBRUARY, SHORTEST_MONTH + 1):
            return {"bymonth": FEBRUARY, "bymonthday": days, "bysetpos": -1}
    return {}


def _nearer(series: Series, low: datetime) -> datetime:
    """A start from which it goes on the same, so that old series are not counted from the first."""
    period = {"daily": 1, "weekly": 7}.get(series.repeat or "")
    gone = (low - series.start).days
    if period is None or gone <= 0:
        return series.start
    step = period * series.every
    return series.start + timedelta(days=max(0, gone // step - 1) * step)
