"""Days that people reckon by: 国庆后, 春节前, after Christmas, before Thanksgiving."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.easter import easter

from bots.parsing.moments import Rule, When

# First days of the lunar feasts; beyond the table nothing is read.
_SPRING = "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23"
_AUTUMN = "2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12 2031-10-01"
_BOATS = "2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05 2031-06-24"


def _lunar(days: str) -> Callable[[int], date | None]:
    known = {int(day[:4]): date.fromisoformat(day) for day in days.split()}
    return known.get


def _on(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


@dataclass(frozen=True, slots=True)
class _Holiday:
    """When it begins in a year, and how many days people are away."""

    names: str
    begins: Callable[[int], date | None]
    days: int
    sure: float = 0.85


_ZH = (
    _Holiday("元旦", _on(1, 1), 1),
    _Holiday("春节|过年|新年(?!后?第)", _lunar(_SPRING), 7, 0.75),
    _Holiday("五一|劳动节", _on(5, 1), 5),
    _Holiday("国庆|十一(?=长假|假期|之?后|以后|之?前|以前|过后)", _on(10, 1), 7),
    _Holiday("中秋", _lunar(_AUTUMN), 1, 0.75),
    _Holiday("端午", _lunar(_BOATS), 1, 0.75),
    _Holiday("圣诞", _on(12, 25), 1),
    _Holiday("双(?:十一|11)", _on(11, 11), 1),
    _Holiday("双(?:十二|12)", _on(12, 12), 1),
)
_EN = (
    _Holiday("christmas|xmas", _on(12, 25), 2, 0.75),
    _Holiday("new year's day|new year's|new years(?: day)?|(?<!happy )new year", _on(1, 1), 1),
    _Holiday("thanksgiving", _thanksgiving, 4, 0.75),
    _Holiday("easter", easter, 2, 0.75),
    _Holiday("chinese new year|cny holidays?|spring festival", _lunar(_SPRING), 7, 0.75),
)


def _meaning(holiday: _Holiday) -> Callable[[re.Match[str], datetime], When | None]:
    def mean(match: re.Match[str], now: datetime) -> When | None:
        today, after = now.date(), bool(match["after"] or match["past"])
        away = timedelta(days=holiday.days if after else 0)
        near = [holiday.begins(today.year + step) for step in range(-1, 3)]
        days = [one + away for one in near if one]
        ahead = [one for one in days if one >= today]
        if not ahead:
            return None
        behind = [one for one in days if one < today]
        return When(
            match.span(), ahead[0], sure=holiday.sure, earlier=behind[-1] if behind else None,
            deadline=bool(match["before"]), rough=True,
        )  # fmt: skip

    return mean


RULES_ZH = tuple(
    Rule(
        re.compile(
            rf"(?P<past>过了|过完)?(?:{one.names})节?(?:长假|假期)?(?:(?P<after>过?之?后|以后|过完|回来)"
            rf"|(?P<before>之?前|以前))?"
        ),
        _meaning(one),
    )
    for one in _ZH
)
RULES_EN = tuple(
    Rule(
        re.compile(
            rf"(?<![a-z])(?P<past>(?!))?"
            rf"(?:(?P<after>after )|(?P<before>before |by |until ))?(?:the )?"
            rf"(?:{one.names})(?: holidays?| break)?(?![a-z])"
        ),
        _meaning(one),
    )
    for one in _EN
)
