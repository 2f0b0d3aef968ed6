"""What a change in the middle of a period costs, to the minor unit."""

from datetime import datetime
from fractions import Fraction

from kernel.money import Money


def left_of(start: datetime, end: datetime, at: datetime) -> Fraction:
    """The share of a period that is still to come, by the second."""
    whole = int((end - start).total_seconds())
    rest = int((end - max(start, min(at, end))).total_seconds())
    return Fraction(rest, whole) if whole > 0 else Fraction(0)


def rounded(amount: Fraction) -> int:
    """To the nearest minor unit; a half goes away from zero, as on invoices."""
    sign = -1 if amount < 0 else 1
    return sign * int(abs(amount) + Fraction(1, 2))


def prorated(before: Money, after: Money, share: Fraction) -> Money:
    """What is due now: the rest at the new price, less the rest at the old one."""
    due = rounded(after.amount_minor * share) - rounded(before.amount_minor * share)
    return Money(due, after.currency)
