"""The hours of a day on the sheet: where on them something stands, in rows of half an hour."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from crm.activities.calendar.reading import Entry
from kernel.formats import local

FIRST: Final = 7
LAST: Final = 21
ROWS: Final = (LAST - FIRST) * 2
HALF: Final = timedelta(minutes=30)
CLOCK: Final = tuple(range(FIRST, LAST))


class Placed(msgspec.Struct, frozen=True):
    """An appointment or a task in its row and over how many; what is earlier or later is cut."""

    row: int
    rows: int
    entry: Entry | None = None
    task: Any = None


def placed(day: date, entries: list[Entry], tasks: list[Any]) -> list[Placed]:
    """What has an hour, as it comes."""
    found = [Placed(*_rows(day, e.starts_at, e.ends_at), entry=e) for e in entries]
    found += [Placed(*_rows(day, t["due_at"], t["due_at"]), task=t) for t in tasks]
    return sorted(found, key=lambda one: one.row)


def _rows(day: date, start: datetime, end: datetime) -> tuple[int, int]:
    first = min(max(_row(day, start), 0), ROWS - 1)
    after = min(max(_row(day, end - timedelta(microseconds=1)) + 1, first + 1), ROWS)
    return first + 1, after - first


def _row(day: date, moment: datetime) -> int:
    wall = local(moment).replace(tzinfo=None)
    opening = datetime.combine(day, datetime.min.time()).replace(hour=FIRST)
    return (wall - opening) // HALF
