"""Money as Stripe counts it: whole smallest units, prorated to the second."""

from calendar import monthrange
from datetime import UTC, datetime
from typing import Final

ZERO_DECIMAL: Final = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split()
)
THREE_DECIMAL: Final = frozenset("bhd jod kwd omr tnd".split())


# Percent, wherever the customer lives.
VAT: Final = 19


def step(currency: str) -> int:
    """The smallest amount that can be charged: with three decimals the last one is nought."""
    return 10 if currency in THREE_DECIMAL else 1


def rounded(numerator: int, denominator: int, currency: str) -> int:
    """The nearest amount; halves go away from nought."""
    unit = step(currency)
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    above, below = abs(numerator), abs(denominator) * unit
    return sign * unit * ((2 * above + below) // (2 * below))


def taxed(amount: int, currency: str, *, included: bool) -> int:
    """What of an amount, or beside it, is tax."""
    over = 100 + VAT if included else 100
    return rounded(max(0, amount) * VAT, over, currency)


def share(amount: int, moment: int, start: int, end: int, currency: str) -> int:
    """What of a period's amount falls on the time from `moment` to its end."""
    return rounded(amount * (end - moment), end - start, currency)


def later(moment: int, interval: str, count: int, anchor: int) -> int:
    """A period's end: the anchor's day and hour, or the month's last day where it has none."""
    if interval in {"day", "week"}:
        return moment + count * (86400 if interval == "day" else 604800)
    first, day = datetime.fromtimestamp(moment, UTC), datetime.fromtimestamp(anchor, UTC)
    months = first.year * 12 + first.month - 1 + count * (12 if interval == "year" else 1)
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return int(day.replace(year=year, month=month + 1, day=min(day.day, last)).timestamp())
