"""Days and hours found in a text, and the arithmetic of the calendar."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bots.parsing.parsed import Span

Tense = Literal["past", "future", "open"]
MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(19)
END_OF_DAY = time(17)
_FAR_DAYS = 300
_OFFICE_OPENS, _NOON_HOUR, _LAST_HOUR = 7, 12, 23


@dataclass(frozen=True, slots=True)
class When:
    """One mention of a day, an hour or both; `earlier` is its reading in a sentence of the past.

    A `rough` one, a feast or the first of a series, yields to any other.
    """

    span: Span
    day: date | None = None
    clock: time | None = None
    sure: float = 0.9
    tense: Tense = "open"
    earlier: date | None = None
    moment: datetime | None = None
    deadline: bool = False
    today: bool = False
    part: bool = False
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it means on a given day."""

    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str], datetime], When | None]


def add_months(day: date, months: int) -> date:
    """Step by months, to the last day where the month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Give the last day of that month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_end(day: date) -> date:
    """Give the last day of that quarter."""
    return month_end(date(day.year, (day.month - 1) // 3 * 3 + 3, 1))


def elapsed(now: datetime, minutes: int) -> datetime:
    """Give the moment that many minutes away, also over a night in which the clocks change."""
    return (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)


def full_minute(moment: datetime) -> datetime:
    """Give the first full minute from there; arithmetic on a local clock would forget its fold."""
    spare = timedelta(minutes=1, microseconds=-1)
    ahead = (moment.astimezone(UTC) + spare).replace(second=0, microsecond=0)
    return ahead.astimezone(moment.tzinfo)


def monday(day: date, weeks: int = 0) -> date:
    """Give the Monday of that week, or of one some weeks away."""
    return day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)


def exact(year: int, month: int, day: int) -> date | None:
    """Give a day of the calendar, or nothing if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_after(today: date, weekday: int) -> tuple[date, date]:
    """Give the next such weekday after today, and the last one up to today."""
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead), today - timedelta(days=(today.weekday() - weekday) % 7)


def yearly(today: date, month: int, day: int) -> tuple[date | None, date | None]:
    """Give the next and the last such day of the year (29 February waits for its leap year)."""
    near = [exact(today.year + step, month, day) for step in range(-8, 9)]
    days = [one for one in near if one]
    later = [one for one in days if one >= today]
    before = [one for one in days if one <= today]
    return (later[0] if later else None), (before[-1] if before else None)


def monthly(today: date, day: int) -> tuple[date | None, date | None]:
    """Give the next and the last month's day that bears this number."""
    near = []
    for step in range(-3, 4):
        first = add_months(today.replace(day=1), step)
        near.append(exact(first.year, first.month, day))
    days = [one for one in near if one]
    later = [one for one in days if one >= today]
    before = [one for one in days if one <= today]
    return (later[0] if later else None), (before[-1] if before else None)


def unless_far(today: date, day: date | None, sure: float) -> float:
    """Doubt a day without a year that has only just passed and would come back next year."""
    return min(sure, 0.6) if day and (day - today).days > _FAR_DAYS else sure


def hour_of(
    hour: int, minute: int, half: Literal["am", "pm", "noon", "night"] | None
) -> time | None:
    """Give the time of day; without a half of the day, the one in office hours."""
    if not (0 <= hour <= _LAST_HOUR + 1 and 0 <= minute <= 59):  # noqa: PLR2004
        return None
    if half == "am":
        hour = 0 if hour == _NOON_HOUR else hour
    elif half == "night":
        hour = 0 if hour == _NOON_HOUR else hour + 12 if 6 <= hour < _NOON_HOUR else hour  # noqa: PLR2004
    elif half == "pm":
        hour = hour + 12 if hour < _NOON_HOUR else hour
    elif half == "noon":
        hour = hour + 12 if hour < 4 else hour  # noqa: PLR2004
    elif 1 <= hour < _OFFICE_OPENS:
        hour += 12
    return time(hour % 24, minute)


def collect(text: str, now: datetime, rules: Iterable[Rule]) -> list[When]:
    """Apply the rules; where two overlap, the longer mention holds."""
    found = []
    for rule in rules:
        for match in rule.pattern.finditer(text):
            try:
                when = rule.meaning(match, now)
            except (OverflowError, ValueError):
                when = None
            if when:
                found.append(when)
    found.sort(key=lambda w: (w.span[0] - w.span[1], w.span[0]))
    kept: list[When] = []
    for when in found:
        if all(when.span[1] <= o.span[0] or when.span[0] >= o.span[1] for o in kept):
            kept.append(when)
    return sorted(kept, key=lambda w: w.span)


def join(text: str, found: list[When], gap: re.Pattern[str], until: re.Pattern[str]) -> list[When]:
    """Put a day and its hour together, and keep the start of a range."""
    joined: list[When] = []
    for when in found:
        last = joined[-1] if joined else None
        merged = (
            _merged(text[last.span[1] : when.span[0]], last, when, gap, until) if last else None
        )
        if merged:
            joined[-1] = merged
        else:
            joined.append(when)
    return joined


def _merged(
    between: str, last: When, when: When, gap: re.Pattern[str], until: re.Pattern[str]
) -> When | None:
    span = (last.span[0], when.span[1])
    if last.moment or when.moment:
        return None
    near = gap.fullmatch(between) is not None
    if near and last.part and last.clock and when.clock and not when.day:
        return replace(last, span=span, clock=in_half(last.clock, when.clock), sure=0.9, part=False)
    spoken_first = last.clock and not last.part and not last.day
    if near and spoken_first and when.day and when.part and when.clock and last.clock:
        return replace(when, span=span, clock=in_half(when.clock, last.clock), sure=0.9, part=False)
    if until.fullmatch(between):
        same = last.clock and when.clock and not when.day
        days = last.day and when.day and last.clock is None and when.clock is None
        if same or days:
            return replace(last, span=span)
    if near and last.day and when.day and not last.clock:
        same_day = last.day.weekday() == when.day.weekday()
        return replace(when, span=span, day=max(last.day, when.day)) if same_day else None
    return _day_and_hour(last, when) if near and _fit(last, when) else None


def _day_and_hour(last: When, when: When) -> When:
    day, hour = (last, when) if last.day else (when, last)
    return replace(
        day, span=(last.span[0], when.span[1]), clock=hour.clock, sure=min(day.sure, hour.sure),
        part=hour.part,
        deadline=day.deadline or hour.deadline,
    )  # fmt: skip


def in_half(half: time, clock: time) -> time:
    """Move an hour said without am or pm into the half of the day said before it."""
    if half < NOON and clock.hour >= _NOON_HOUR:
        return clock.replace(hour=clock.hour - 12)
    if half > NOON and clock.hour < _NOON_HOUR:
        return clock.replace(hour=clock.hour + 12)
    return clock


def _fit(one: When, other: When) -> bool:
    return (one.day is None) != (other.day is None) and (one.clock is None) != (other.clock is None)
