"""The text of a cell as the value of a field; what it cannot be is said by column."""

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from crm.records.export import neutral
from crm.records.fields import Field
from crm.records.importing.mapping import Mapping
from crm.records.importing.notation import DATE, marks_of, orders_of
from kernel.i18n import LANGUAGES, _, use

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


def value_of(field: Field, cell: str, mapping: Mapping, zone: ZoneInfo) -> Any:
    """The value; raises `Unreadable`."""
    text = bare(cell)
    match field.kind:
        case "identities":
            return [{"value": part, "label": ""} for part in several(cell)]
        case "moment":
            return moment(text, mapping.dates, zone)
        case "number":
            return whole(text, mapping.decimals)
        case "choice":
            return choice(field, text)
        case "yes_no":
            return yes_no(text)
        case _:
            return text


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


def whole(text: str, mark: str) -> int:
    """A whole number."""
    number = decimal(text, mark)
    if number != number.to_integral_value():
        raise Unreadable(_("A whole number is expected."))
    return int(number)


def choice(field: Field, text: str) -> str:
    """A choice by its word or by its label in either language."""
    wanted = text.casefold()
    for chosen in field.choices:
        if wanted in {chosen.value.casefold(), *_labels(chosen.label)}:
            return chosen.value
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
