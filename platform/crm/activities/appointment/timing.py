"""The times of an appointment follow from what was said: walls, moments, the span of it all."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from crm.activities.recurring import (
    DAY,
    WEEKDAYS,
    Changed,
    Series,
    first_after,
    moment_of,
    wall_of,
)
from kernel import clock
from kernel.errors import Invalid
from kernel.i18n import _

HOUR: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=366)
# What makes another series of it: then no occurrence is left that could have been changed.
_PATTERN: Final = ("repeat", "repeat_every", "repeat_on")
_TIMES: Final = ("starts_at", "ends_at", "all_day", "time_zone", "repeat_until", *_PATTERN)

Row = Mapping[str, Any]


def series_of(row: Row) -> Series:
    """How it comes again."""
    return Series(
        start=row["wall_start"],
        end=row["wall_end"],
        time_zone=row["time_zone"],
        repeat=row["repeat"],
        every=row["repeat_every"] or 1,
        on=tuple(row["repeat_on"]),
        until=row["repeat_until"],
        all_day=row["all_day"],
    )


def changes_from(rows: list[list[Any]] | None) -> dict[date, Changed]:
    """Changed occurrences as a statement gathers them: `[day, wall_start, wall_end]`."""
    found = msgspec.convert(rows or [], list[tuple[date, datetime | None, datetime | None]])
    return {day: Changed(start, end) for day, start, end in found}


def is_another(row: Row, before: Row) -> bool:
    """Whether its days are others than before."""
    if row["wall_start"].date() != before["wall_start"].date():
        return True
    return any(row[name] != before[name] for name in _PATTERN)


def settle(
    row: dict[str, Any],
    values: Mapping[str, Any],
    time_zone: str,
    changes: dict[date, Changed],
    before: Row | None,
) -> None:
    """Fill in what follows; what the zone's wall shows stays when the zone is changed."""
    timed = before is None or any(name in values for name in _TIMES)
    if timed:
        _settle_zone(row, time_zone)
        _settle_walls(row, values)
        _settle_repeat(row)
    if before is not None and is_another(row, before):
        changes = {}
    if timed:
        row["begins_at"], row["lasts_until"] = span(row, changes)
    if timed or "remind_minutes" in values:
        row["remind_next_at"] = next_reminder(row, changes, clock.now())


def whole_days(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """From midnight to midnight, at least one day."""
    first = datetime.combine(start.date(), time())
    last = datetime.combine(end.date(), time())
    after = last if last == end else last + DAY
    return first, max(after, first + DAY)


def span(row: Row, changes: dict[date, Changed]) -> tuple[datetime, datetime | None]:
    """Between which moments all of it lies; no end where it goes on."""
    zone, length = row["time_zone"], row["wall_end"] - row["wall_start"]
    starts = [moment_of(c.start, zone) for c in changes.values() if c.start is not None]
    begins = min([row["starts_at"], *starts])
    if row["repeat"] and row["repeat_until"] is None:
        return begins, None
    last = row["ends_at"]
    if row["repeat"]:
        last = moment_of(datetime.combine(row["repeat_until"] + DAY, time()) + length, zone)
    ends = [moment_of(c.end, zone) for c in changes.values() if c.end is not None]
    return begins, max([last, *ends])


def next_reminder(row: Row, changes: dict[date, Changed], now: datetime) -> datetime | None:
    """When to remind next, if at all."""
    if row["remind_minutes"] is None:
        return None
    ahead = timedelta(minutes=row["remind_minutes"])
    found = first_after(series_of(row), changes, now + ahead)
    return found.starts_at - ahead if found else None


def _settle_zone(row: dict[str, Any], time_zone: str) -> None:
    row["time_zone"] = row["time_zone"] or time_zone
    try:
        ZoneInfo(row["time_zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        why = _("There is no such time zone. One is named like Europe/Berlin or Asia/Shanghai.")
        raise Invalid(fields={"time_zone": why}) from error


def _settle_walls(row: dict[str, Any], values: Mapping[str, Any]) -> None:
    zone = row["time_zone"]
    length = row["wall_end"] - row["wall_start"] if row["wall_start"] else HOUR
    starts = "starts_at" in values
    ends = values.get("ends_at") is not None
    if starts:
        row["wall_start"] = wall_of(row["starts_at"], zone)
    else:
        row["starts_at"] = moment_of(row["wall_start"], zone)
    if ends:
        if row["ends_at"] < row["starts_at"]:
            raise Invalid(fields={"ends_at": _("It ends before it begins.")})
        # By the wall it may seem to end before it begins, where clocks go back in between.
        wall = wall_of(row["ends_at"], zone)
        row["wall_end"] = max(wall, row["wall_start"])
    else:
        row["wall_end"] = row["wall_start"] + length
    if row["all_day"]:
        row["wall_start"], row["wall_end"] = whole_days(row["wall_start"], row["wall_end"])
        row["starts_at"] = moment_of(row["wall_start"], zone)
    if not ends or row["all_day"]:
        row["ends_at"] = max(row["starts_at"], moment_of(row["wall_end"], zone))
    if row["wall_end"] - row["wall_start"] > LONGEST:
        raise Invalid(fields={"ends_at": _("An appointment lasts a year at most.")})


def _settle_repeat(row: dict[str, Any]) -> None:
    if row["repeat"] is None:
        row |= {"repeat_every": None, "repeat_on": [], "repeat_until": None}
        return
    first = row["wall_start"].date()
    if row["repeat_until"] is not None and row["repeat_until"] < first:
        raise Invalid(fields={"repeat_until": _("It ends before it begins.")})
    row["repeat_every"] = row["repeat_every"] or 1
    chosen = {*row["repeat_on"], WEEKDAYS[first.weekday()]} if row["repeat"] == "weekly" else set()
    row["repeat_on"] = [day for day in WEEKDAYS if day in chosen]
