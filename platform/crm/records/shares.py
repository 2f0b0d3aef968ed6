"""Shares of a whole, and how sure a share of few can be."""

from math import sqrt
from typing import Final

# The 97.5th percentile of the normal distribution: two sides make 95 %.
_Z: Final = 1.959963984540054


def share(part: int, of: int) -> float | None:
    """Part by whole; none of nothing."""
    return part / of if of else None


def wilson(hits: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval of a share by Wilson (1927): honest where there are few.

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) ÷ (1 + z²/n)
    """
    if not of:
        return None
    p, square = hits / of, _Z * _Z
    middle = p + square / (2 * of)
    reach = _Z * sqrt(p * (1 - p) / of + square / (4 * of * of))
    width = 1 + square / of
    # Of none and of all, one end is exact, whatever floating point makes of it.
    low = (middle - reach) / width if hits else 0.0
    return low, (middle + reach) / width if hits < of else 1.0
