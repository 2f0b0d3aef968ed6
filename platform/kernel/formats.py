"""Dates, numbers and money the way the reader writes them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from babel import dates, numbers

from kernel import clock
from kernel.i18n import _, current_locale, current_zone

DASH = "\N{EM DASH}"
Width = Literal["short", "medium", "long", "full"]


def local(moment: datetime) -> datetime:
    """Return `moment` on the reader's clock."""
    return moment.astimezone(current_zone())


def format_date(value: date | datetime | None, width: Width = "medium") -> str:
    """Write a day; a moment is first put on the reader's clock."""
    if value is None:
        return DASH
    day = local(value).date() if isinstance(value, datetime) else value
    return dates.format_date(day, format=width, locale=current_locale())


def format_datetime(value: datetime | None, width: Width = "short") -> str:
    """Write a moment on the reader's clock: a medium date and a short time."""
    if value is None:
        return DASH
    moment = local(value)
    locale = current_locale()
    day = dates.format_date(moment.date(), format="medium", locale=locale)
    return f"{day} {dates.format_time(moment.time(), format=width, locale=locale)}"


def format_weekday(value: datetime | None) -> str:
    """Write a moment with its weekday, as a promise is made: "Fri, 4 Dec, 09:00"."""
    if value is None:
        return DASH
    moment = local(value)
    locale = current_locale()
    day = dates.format_skeleton("yMMMEd", moment.replace(tzinfo=None), locale=locale)
    return f"{day} {dates.format_time(moment.time(), format='short', locale=locale)}"


def format_time(value: datetime | None) -> str:
    """Write the hour and minute on the reader's clock."""
    if value is None:
        return DASH
    return dates.format_time(local(value).time(), format="short", locale=current_locale())


def format_relative(value: datetime | None, now: datetime | None = None) -> str:
    """Say how far a moment is away: "3 days ago", "in 2 hours"."""
    if value is None:
        return DASH
    distance = value - (now or clock.now())
    if abs(distance) < timedelta(minutes=1):
        return _("just now")
    return dates.format_timedelta(
        distance, add_direction=True, threshold=0.95, locale=current_locale()
    )


def format_number(value: float | Decimal | None) -> str:
    """Write a number with the reader's separators."""
    return DASH if value is None else numbers.format_decimal(value, locale=current_locale())


def format_percent(value: float | Decimal | None) -> str:
    """Write a share (0.25) as a percentage."""
    return DASH if value is None else numbers.format_percent(value, locale=current_locale())


def format_money(amount_minor: int | None, currency: str) -> str:
    """Write an amount held in minor units (cents; none for yen) in its currency."""
    if amount_minor is None:
        return DASH
    digits = numbers.get_currency_precision(currency)
    amount = Decimal(amount_minor).scaleb(-digits)
    whole = amount == amount.to_integral_value()
    return numbers.format_currency(
        amount,
        currency,
        locale=current_locale(),
        currency_digits=not whole,
        decimal_quantization=not whole,
        format=None if not whole else _whole_pattern(),
    )


def _whole_pattern() -> str:
    pattern = current_locale().currency_formats["standard"].pattern
    return str(pattern).replace(".00", "")
