"""The text of a cell as the value of a field; what it cannot be is said by column."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from crm.records.export import neutral
from crm.records.fields import Field
from crm.records.importing.mapping import Mapping
from crm.records.importing.notation import AMOUNT, DATE, SIGNS, marks_of, orders_of
from crm.records.kinds import kind_of
from crm.records.kinds.numbers import scaled
from kernel.i18n import LANGUAGES, _, use
from kernel.money import CURRENCIES, from_decimal

_SEVERAL = re.compile(r"[;\n]")
_YES = {"yes", "y", "true", "1", "x", "ja", "是", "对", "有"}
_NO = {"no", "n", "false", "0", "nein", "否", "不", "无"}
_CENTURY = 100
_PIVOT = 70
_NOON = 12


class Unreadable(ValueError):
    """A cell that is not what its column is; the sentence says what was expected."""


def bare(cell: str) -> str:
    """The text that was meant: an apostrophe that only kept a spreadsheet quiet is gone."""
    text = cell.strip()
    if text.startswith("'") and len(text) > 1 and neutral(text[1:]) == text:
        return text[1:]
    return text


def several(cell: str) -> list[str]:
    """What stands in one cell, separated by semicolons or lines."""
    return [bare(part) for part in _SEVERAL.split(bare(cell)) if part.strip()]


class Reading(msgspec.Struct, frozen=True):
    """How this file writes things: its dates and numbers, whose clock, what an amount is in."""

    mapping: Mapping
    zone: ZoneInfo
    currency: str


def value_of(field: Field, cell: str, reading: Reading) -> Any:
    """The value; raises `Unreadable`."""
    read = _READERS.get(field.kind)
    if read is not None:
        return read(field, bare(cell), reading)
    try:
        return kind_of(field).read(field, bare(cell))
    except ValueError as error:
        raise Unreadable(_("This is not what the field holds.")) from error


def day(text: str, order: str) -> date:
    """A day, whatever hour stands beside it."""
    return moment(text, order, ZoneInfo("UTC")).date()


def moment(text: str, order: str, zone: ZoneInfo) -> datetime:
    """A moment; a day without an hour is its noon, so that no zone moves it to another day."""
    found, orders = DATE.fullmatch(text), orders_of(text)
    order = next(iter(orders)) if len(orders) == 1 and not order else order
    if found is None or order not in orders:
        raise Unreadable(_("A date is expected, such as 2026-11-25."))
    parts = dict(zip(order, (found["a"], found["b"], found["c"]), strict=True))
    year = int(parts["y"])
    if year < _CENTURY:
        year += 1900 if year >= _PIVOT else 2000
    hour, minute = int(found["hour"] or _NOON), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % _NOON + (_NOON if found["half"][0] in "pP" else 0)
    try:
        return datetime(
            *(year, int(parts["m"]), int(parts["d"]), hour, minute, int(found["second"] or 0)),
            tzinfo=_offset(found["offset"]) or zone,
        ).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable(_("There is no such day: %(text)s.") % {"text": text[:40]}) from error


def _offset(text: str | None) -> Any:
    if not text:
        return None
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if text[0] == "-" else shift)


def decimal(text: str, mark: str) -> Decimal:
    """A number whose decimal mark is known."""
    marks = marks_of(text)
    mark = next(iter(marks)) if len(marks) == 1 and not mark else mark or "."
    if mark not in marks:
        raise Unreadable(_("A number is expected."))
    digits = re.sub(r"[^\d.,+-]", "", text).replace("," if mark == "." else ".", "")
    try:
        return Decimal(digits.replace(",", "."))
    except InvalidOperation as error:
        raise Unreadable(_("A number is expected.")) from error


def whole(text: str, mark: str, places: int = 0) -> int:
    """A whole number, or so many of the last decimal place."""
    if places:
        # No thousands stand in it, so that its only mark is that of the fraction.
        return scaled(decimal(text, "," if "," in text else "."), places)
    number = decimal(text, mark)
    if number != number.to_integral_value():
        raise Unreadable(_("A whole number is expected."))
    return int(number)


def money(text: str, mark: str, usual: str) -> dict[str, Any]:
    """An amount; one that names no currency is in the usual one."""
    found = AMOUNT.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        raise Unreadable(_("An amount is expected, such as 1250.00 EUR."))
    sign = found["before"] or found["after"] or usual
    currency = SIGNS.get(sign, sign.upper())
    if currency not in CURRENCIES:
        raise Unreadable(_("A currency is three letters such as EUR, USD or CNY."))
    try:
        return msgspec.structs.asdict(from_decimal(decimal(found["number"], mark), currency))
    except InvalidOperation as error:
        raise Unreadable(_("This amount is too large.")) from error


def choice(field: Field, text: str) -> str:
    """A choice by its word or by its label in either language; an open one takes any word."""
    wanted = text.casefold()
    for chosen in field.choices:
        if wanted in {chosen.value.casefold(), *_labels(chosen.label)}:
            return chosen.value
    if field.open:
        return text
    labels = ", ".join(str(chosen.label) for chosen in field.choices)
    raise Unreadable(_("Choose one of: %(choices)s.") % {"choices": labels})


def _labels(label: Any) -> set[str]:
    said = set()
    for language in LANGUAGES:
        with use(language):
            said.add(str(label).casefold())
    return said


def yes_no(text: str) -> bool:
    """Yes or no."""
    word = text.casefold()
    if word not in _YES | _NO:
        raise Unreadable(_("Yes or no is expected."))
    return word in _YES


# Kinds that files write otherwise than forms do; the others are read as their own kind reads.
_READERS: Final[dict[str, Callable[[Field, str, Reading], Any]]] = {
    "identities": lambda _field, text, _how: [{"value": v, "label": ""} for v in several(text)],
    "moment": lambda _field, text, how: moment(text, how.mapping.dates, how.zone),
    "date": lambda _field, text, how: day(text, how.mapping.dates),
    "number": lambda field, text, how: whole(text, how.mapping.decimals, field.places),
    "money": lambda _field, text, how: money(text, how.mapping.decimals, how.currency),
    "choice": lambda field, text, _how: choice(field, text),
    "multi_choice": lambda field, text, _how: [choice(field, one) for one in several(text)],
    "yes_no": lambda _field, text, _how: yes_no(text),
}
