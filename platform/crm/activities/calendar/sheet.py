"""A calendar sheet: the days of a day, a week or a month, and what stands on each."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal

import msgspec
from babel import dates

from crm.activities.calendar.hours import Placed, placed
from crm.activities.calendar.reading import Entry
from kernel.formats import local
from kernel.i18n import current_locale, current_zone

View = Literal["day", "week", "month"]
VIEWS: Final[tuple[View, ...]] = ("day", "week", "month")
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)


class Sheet(msgspec.Struct, frozen=True):
    """Its days from `first` on, and the days to leaf to."""

    view: View
    day: date
    first: date
    count: int
    previous: date
    following: date

    @property
    def days(self) -> list[date]:
        """All its days."""
        return [self.first + n * DAY for n in range(self.count)]

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first moment and the first after it, by the reader's clock."""
        zone = current_zone()
        after = self.first + self.count * DAY
        return (
            datetime.combine(self.first, time(), zone),
            datetime.combine(after, time(), zone),
        )


class DayOf(msgspec.Struct, frozen=True):
    """One day and what stands on it."""

    day: date
    entries: list[Entry]
    tasks: list[Any]

    @property
    def name(self) -> str:
        """Weekday, day and month, in few letters."""
        return str(dates.format_skeleton("MMMEd", self.day, locale=current_locale()))

    @property
    def short(self) -> str:
        """Weekday and number, for a week's head."""
        return str(dates.format_skeleton("Ed", self.day, locale=current_locale()))

    @property
    def number(self) -> str:
        """The number alone, and the month with its first day."""
        skeleton = "MMMd" if self.day.day == 1 else "d"
        return str(dates.format_skeleton(skeleton, self.day, locale=current_locale()))

    @property
    def weekday(self) -> str:
        """The day's name, short."""
        return str(dates.format_date(self.day, "ccc", locale=current_locale()))

    @property
    def whole(self) -> list[Entry]:
        """What takes the day, not an hour of it."""
        return [entry for entry in self.entries if _is_whole(entry)]

    @property
    def listed(self) -> list[Placed]:
        """All of it as it comes, whole days first."""
        found = [(e.starts_at, Placed(1, 1, entry=e)) for e in self.entries if not _is_whole(e)]
        found += [(task["due_at"], Placed(1, 1, task=task)) for task in self.tasks]
        found.sort(key=lambda one: one[0])
        return [Placed(1, 1, entry=e) for e in self.whole] + [one for _at, one in found]

    @property
    def timed(self) -> list[Placed]:
        """What stands at an hour."""
        return placed(self.day, [e for e in self.entries if not _is_whole(e)], self.tasks)


def sheet(view: View, day: date) -> Sheet:
    """The sheet on which a day lies; weeks begin as the reader's language has it."""
    if view == "day":
        return Sheet(view, day, day, 1, day - DAY, day + DAY)
    if view == "week":
        return Sheet(view, day, _week_of(day), 7, day - WEEK, day + WEEK)
    month = day.replace(day=1)
    following = (month + 32 * DAY).replace(day=1)
    first = _week_of(month)
    weeks = (following - first + 6 * DAY) // WEEK
    return Sheet(view, day, first, weeks * 7, (month - DAY).replace(day=1), following)


def laid_out(page: Sheet, entries: list[Entry], tasks: list[Any]) -> list[DayOf]:
    """Each day with what touches it; a whole day is that day everywhere."""
    spans = [(*_touched(entry), entry) for entry in entries]
    due = [(local(task["due_at"]).date(), task) for task in tasks]
    return [
        DayOf(
            day,
            [entry for first, last, entry in spans if first <= day <= last],
            [task for on, task in due if on == day],
        )
        for day in page.days
    ]


def _is_whole(entry: Entry) -> bool:
    return entry.all_day or entry.ends_at - entry.starts_at >= DAY


def _touched(entry: Entry) -> tuple[date, date]:
    if entry.all_day:
        return entry.first_day, entry.last_day
    end = max(entry.starts_at, entry.ends_at - timedelta(microseconds=1))
    return local(entry.starts_at).date(), local(end).date()


def _week_of(day: date) -> date:
    return day - ((day.weekday() - current_locale().first_week_day) % 7) * DAY
