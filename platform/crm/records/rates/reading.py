"""Rates as they are typed or pasted: `day,currency,rate`, one a line."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from kernel.errors import Invalid
from kernel.i18n import _
from kernel.money import CURRENCIES

MOST = 5000
EARLIEST = date(1970, 1, 1)
LOWEST, HIGHEST = Decimal("0.000000001"), Decimal(1_000_000_000)
_BETWEEN = re.compile(r"[,;\t]")


class RateLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From this day on, one unit of the currency is worth so many of the base."""

    day: date
    currency: str
    rate: str


def checked(line: RateLine, base: str, today: date) -> RateLine:
    """The line, if it can hold; raises `Invalid` naming what is wrong."""
    wrong: dict[str, str] = {}
    if line.currency not in CURRENCIES:
        wrong["currency"] = _("A currency is three letters such as EUR, USD or CNY.")
    elif line.currency == base:
        wrong["currency"] = _("This is the base currency: it is always worth 1.")
    if not EARLIEST <= line.day <= today:
        wrong["day"] = _("A rate holds from a day that has come: today or earlier.")
    rate = _decimal(line.rate)
    if rate is None or not LOWEST <= rate <= HIGHEST:
        wrong["rate"] = _("A rate is a number above zero such as 1.0842.")
    if wrong or rate is None:
        raise Invalid(fields=wrong)
    return RateLine(line.day, line.currency, f"{rate:f}")


def read_lines(text: str, base: str, today: date) -> list[RateLine]:
    """Every line, or `Invalid` that names the first lines that cannot be read."""
    found: list[RateLine] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in _BETWEEN.split(line.strip())]
        if not any(cells) or (not found and number == 1 and cells[0].casefold() == "day"):
            continue
        try:
            found.append(_line(cells, base, today))
        except (Invalid, ValueError) as error:
            wrong.append(_("Line %(number)s: %(why)s") % {"number": number, "why": _why(error)})
    if len(found) > MOST:
        wrong.append(_("At most %(most)s lines at once, please.") % {"most": MOST})
    if not found and not wrong:
        wrong.append(_("Paste lines such as 2026-01-31,USD,0.9215."))
    if wrong:
        raise Invalid(fields={"lines": " ".join(wrong[:5])})
    return found


def _line(cells: list[str], base: str, today: date) -> RateLine:
    day, currency, rate = cells
    return checked(RateLine(date.fromisoformat(day), currency.upper(), rate), base, today)


def _why(error: Exception) -> str:
    if isinstance(error, Invalid):
        return next(iter(error.fields.values()))
    return _("day, currency and rate are expected, such as 2026-01-31,USD,0.9215.")


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if len(text) <= 30 else Decimal("NaN")  # noqa: PLR2004
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
