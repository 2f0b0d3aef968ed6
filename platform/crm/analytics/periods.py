"""Months, quarters and years, as figures are asked for: `2026-11`, `2026-Q4`, `2026`."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

import msgspec
from babel import dates

from kernel.errors import Invalid
from kernel.filters import Group, Test
from kernel.i18n import _, current_locale, zone

Kind = Literal["month", "quarter", "year"]
KINDS: Final[tuple[Kind, ...]] = ("month", "quarter", "year")
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
FRIDAY: Final = 4
_SAID: Final = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


class Period(msgspec.Struct, frozen=True):
    """`first` is its first day."""

    kind: Kind
    first: date

    @property
    def after(self) -> date:
        """The first day after it."""
        return _moved(self.first, MONTHS[self.kind])

    @property
    def code(self) -> str:
        """As addresses and tables have it."""
        match self.kind:
            case "month":
                return f"{self.first:%Y-%m}"
            case "quarter":
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return str(self.first.year)

    @property
    def label(self) -> str:
        """As its reader says it."""
        skeleton = {"month": "yMMMM", "quarter": "yQQQ", "year": "y"}[self.kind]
        return dates.format_skeleton(skeleton, self.first, locale=current_locale())

    def moved(self, steps: int) -> "Period":
        """So many periods later; earlier with less than none."""
        return Period(self.kind, _moved(self.first, steps * MONTHS[self.kind]))

    def months(self) -> list[date]:
        """The first days of its months."""
        return [_moved(self.first, n) for n in range(MONTHS[self.kind])]

    def moments(self, time_zone: str) -> tuple[datetime, datetime]:
        """Its first moment and the first after it, on the clocks of a zone."""
        here = zone(time_zone)
        first, after = (datetime.combine(d, time(), here) for d in (self.first, self.after))
        return first.astimezone(UTC), after.astimezone(UTC)

    def during(self, field: str, time_zone: str) -> Group:
        """The filter by which a moment lies in it."""
        first, after = (moment.isoformat() for moment in self.moments(time_zone))
        return Group("and", (Test(field, "gte", first), Test(field, "lt", after)))

    def on(self, field: str) -> Group:
        """The filter by which a day lies in it."""
        first, after = self.first.isoformat(), self.after.isoformat()
        return Group("and", (Test(field, "gte", first), Test(field, "lt", after)))

    def workdays(self, today: date) -> tuple[int, int]:
        """How many of its workdays have begun, and how many it has: Monday to Friday."""
        begun = min(self.after, today + timedelta(days=1))
        return _workdays(self.first, begun), _workdays(self.first, self.after)


def around(kind: Kind, day: date) -> Period:
    """The period of that kind in which a day lies."""
    span = MONTHS[kind]
    return Period(kind, day.replace(day=1, month=(day.month - 1) // span * span + 1))


def read(text: str) -> Period:
    """The period that is said; raises `Invalid`."""
    found = _SAID.fullmatch(text)
    if found is None:
        wrong = _("A period such as 2026-11, 2026-Q4 or 2026 is expected.")
        raise Invalid(fields={"period": wrong})
    year, quarter, month = found.groups()
    if quarter:
        return Period("quarter", date(int(year), int(quarter) * 3 - 2, 1))
    return Period("month" if month else "year", date(int(year), int(month or 1), 1))


def _moved(month: date, steps: int) -> date:
    year, place = divmod(month.year * 12 + month.month - 1 + steps, 12)
    return date(year, place + 1, 1)


def _workdays(first: date, after: date) -> int:
    days = max((after - first).days, 0)
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum(1 for n in range(rest) if (first.weekday() + n) % 7 <= FRIDAY)
