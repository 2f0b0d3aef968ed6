"""How dates and numbers are written: which readings a text allows. Nothing is guessed here."""

import re

ORDERS = ("ymd", "dmy", "mdy")
MARKS = (".", ",")
MONTHS = 12
DAYS = 31

DATE = re.compile(
    r"\s*(?P<a>\d{1,4})\s*[-./年]\s*(?P<b>\d{1,2})\s*[-./月]\s*(?P<c>\d{1,4})\s*[日号]?"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?)?\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?\s*"
)
NUMBER = re.compile(r"\s*[-+]?[\d][\d.,'\u2019\u00a0\u202f ]*\s*")
_THOUSAND = 3
# Signs that stand for one currency, or for the usual one of them.
SIGNS = {"€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "CNY", "￥": "CNY", "元": "CNY"}
_SIGN = "[A-Za-z]{3}|US\\$|[€$£¥￥元]"
AMOUNT = re.compile(rf"\s*(?P<before>{_SIGN})?(?P<number>.*?)(?P<after>{_SIGN})?\s*", re.DOTALL)


def orders_of(text: str) -> set[str]:
    """The orders of year, month and day in which this is a date; none if it is no date."""
    found = DATE.fullmatch(text)
    if found is None:
        return set()
    a, b, c = found["a"], found["b"], found["c"]
    if len(a) > 2:  # noqa: PLR2004 -- a year has four digits, or two
        return {"ymd"} if len(a) == len("2026") and _sound(b, c) and len(c) <= len("31") else set()
    allowed = {
        "dmy": _sound(b, a),
        "mdy": _sound(a, b),
        "ymd": len(c) <= len("31") and _sound(b, c),
    }
    return {order for order, sound in allowed.items() if sound}


def marks_of(text: str) -> set[str]:
    """The decimal marks with which this is a number or an amount; none if it is neither."""
    found = AMOUNT.fullmatch(text)
    text = found["number"] if found else text
    if NUMBER.fullmatch(text) is None:
        return set()
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return {"." if text.rfind(".") > text.rfind(",") else ","}
    if not points and not commas:
        return set(MARKS)
    mark, other = (".", ",") if points else (",", ".")
    if points + commas > 1:
        return {other}
    before, after = re.sub(r"[^\d.,]", "", text).split(mark)
    if len(after) == _THOUSAND and 1 <= len(before) <= _THOUSAND and before != "0":
        return set(MARKS)
    return {mark}


def _sound(month: str, day: str) -> bool:
    return 1 <= int(month) <= MONTHS and 1 <= int(day) <= DAYS
