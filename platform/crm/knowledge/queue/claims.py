"""Whether two texts claim the contrary of each other: a suspicion for a person to look at."""

import re
from typing import Final

from crm.knowledge.hearing.words import NO, likeness
from crm.records.naming.folding import fold

# So much of the smaller one's words must be in the other, else they speak of different things.
SAME: Final = 0.6
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def contrary(one: str, other: str) -> bool:
    """They speak of the same, and one denies it or names other numbers."""
    if likeness(one, other) < SAME:
        return False
    one, other = fold(one), fold(other)
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if numbers and others and not numbers & others:
        return True
    return bool(NO.search(one)) != bool(NO.search(other))
