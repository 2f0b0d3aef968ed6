"""What comes again: every second Monday, 每两周, 每月5号."""

import re
from typing import Final

from bots.parsing.numerals import ENGLISH, small_zh
from bots.parsing.parsed import Guess, Repeat, Span, Unit

_DAYS_EN = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?"
_PERIODS_EN = rf"day|morning|evening|week|month|quarter|year|{_DAYS_EN}"
_EN = re.compile(
    rf"\b(?:every|each) (?:(?:(?P<two>other|second|2nd)|(?P<three>third|3rd)"
    rf"|(?P<n>\d{{1,2}}|[a-z]+)) )?(?P<p>{_PERIODS_EN})s?\b(?! of\b)",
    re.ASCII,
)
_EN_MONTHLY = re.compile(
    r"\b(?:(?:on )?the )?\d{1,2}(?:st|nd|rd|th) of (?:every|each|the) month\b", re.ASCII
)
_ZH = re.compile(
    r"(?:每(?P<gap>隔)?(?P<n>[一二两三四五六七八九十]|\d{1,2})?|(?P<skip>隔))个?"
    r"(?P<p>季度?|工作日|天|日|早上?|晚上?|周|星期|礼拜|月|年)"
)
_APART = re.compile(r"[,;.!?，；。！？\n]")
_UNITS: Final[dict[str, tuple[Unit, int]]] = {
    "day": ("daily", 1), "morning": ("daily", 1), "evening": ("daily", 1), "week": ("weekly", 1),
    "month": ("monthly", 1), "quarter": ("monthly", 3), "year": ("yearly", 1),
    "天": ("daily", 1), "日": ("daily", 1), "早": ("daily", 1), "晚": ("daily", 1),
    "周": ("weekly", 1), "星": ("weekly", 1), "礼": ("weekly", 1), "月": ("monthly", 1),
    "季": ("monthly", 3), "年": ("yearly", 1),
}  # fmt: skip
_NEAR, _MOST, _SURE = 9, 99, 0.85


def find_repeat(folded: str, day: Span | None = None) -> Guess[Repeat] | None:
    """Find how often; with a day only what belongs to it, for "500 a month" is no appointment."""
    for match in (*_EN.finditer(folded), *_EN_MONTHLY.finditer(folded), *_ZH.finditer(folded)):
        span = match.span()
        if day is not None and not _beside(folded, span, day):
            continue
        found = _repeat(match)
        if found is not None:
            return Guess(found, _SURE, span)
    return None


def _beside(folded: str, span: Span, day: Span) -> bool:
    between = folded[span[1] : day[0]] or folded[day[1] : span[0]]
    return len(between) <= _NEAR and _APART.search(between) is None


def _repeat(match: re.Match[str]) -> Repeat | None:
    said = match.groupdict()
    period = said.get("p") or "month"
    if period == "工作日":
        return None
    unit, times = _UNITS.get(period) or _UNITS.get(period[0]) or ("weekly", 1)
    every = _every(said)
    return Repeat(unit, every * times) if 0 < every * times <= _MOST else None


def _every(said: dict[str, str | None]) -> int:
    number = said.get("n")
    if said.get("two") or said.get("skip"):
        return 2
    if said.get("three"):
        return 3
    if number is None:
        return 2 if said.get("gap") else 1
    if number.isascii() and not number.isdecimal():
        return ENGLISH.get(number, 0)
    every = small_zh(number)
    return 2 if said.get("gap") and every == 1 else every
