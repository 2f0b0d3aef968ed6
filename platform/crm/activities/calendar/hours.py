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
# What stands beside each other shares the day's width; a fifth lies upon the first.
COLUMNS: Final = 12
BESIDE: Final = 4


class Placed(msgspec.Struct):
    """An appointment or a task: its first row, over how many; the same of its columns."""

    row: int
    rows: int
    column: int = 1
    columns: int = COLUMNS
    entry: Entry | None = None
    task: Any = None

    @property
    def after(self) -> int:
        """The first row that is free again."""
        return self.row + self.rows


def placed(day: date, entries: list[Entry], tasks: list[Any]) -> list[Placed]:
    """What has an hour, as it comes; what is earlier or later than the sheet is cut."""
    found = [Placed(*_rows(day, e.starts_at, e.ends_at), entry=e) for e in entries]
    found += [Placed(*_rows(day, t["due_at"], t["due_at"]), task=t) for t in tasks]
    found.sort(key=lambda one: one.row)
    group: list[Placed] = []
    for one in found:
        if group and one.row >= max(other.after for other in group):
            _share(group)
            group = []
        group.append(one)
    _share(group)
    return found


def _share(group: list[Placed]) -> None:
    """Everybody in a lane that is free by then, all lanes as wide."""
    lanes: list[int] = []
    mine = []
    for one in group:
        lane = next((n for n, free in enumerate(lanes) if free <= one.row), len(lanes))
        lanes[lane : lane + 1] = [one.after]
        mine.append(lane)
    width = COLUMNS // max(min(len(lanes), BESIDE), 1)
    for one, lane in zip(group, mine, strict=True):
        one.column, one.columns = 1 + lane % BESIDE * width, width


def _rows(day: date, start: datetime, end: datetime) -> tuple[int, int]:
    first = min(max(_row(day, start), 0), ROWS - 1)
    after = min(max(_row(day, end - timedelta(microseconds=1)) + 1, first + 1), ROWS)
    return first + 1, after - first


def _row(day: date, moment: datetime) -> int:
    wall = local(moment).replace(tzinfo=None)
    opening = datetime.combine(day, datetime.min.time()).replace(hour=FIRST)
    return (wall - opening) // HALF
