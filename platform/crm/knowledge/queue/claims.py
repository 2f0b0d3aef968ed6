"""Whether two texts claim the contrary of each other: a suspicion for a person to look at."""

import re
from typing import Final

from crm.records.naming.folding import HAN, fold

# So much of the smaller one's words must be in the other, else they speak of different things.
SAME: Final = 0.6
_WORD = re.compile(r"[a-z]{2,}")
_RUN = re.compile(f"[{HAN}]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NO = re.compile(r"\b(not|no|never|cannot|without|\w+n't)\b|不|没|无|未|别|禁止")
_EMPTY: Final = frozenset(
    {"the", "an", "is", "are", "was", "of", "to", "in", "on", "for", "and", "or", "not", "no",
     "we", "it", "they", "he", "she", "do", "does", "never", "with", "can", "cannot", "within"}
)  # fmt: skip


def contrary(one: str, other: str) -> bool:
    """They speak of the same, and one denies it or names other numbers."""
    one, other = fold(one), fold(other)
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return False
    if len(mine & theirs) < SAME * min(len(mine), len(theirs)):
        return False
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if numbers and others and not numbers & others:
        return True
    return bool(_NO.search(one)) != bool(_NO.search(other))


def _words(text: str) -> set[str]:
    found = {word for word in _WORD.findall(text) if word not in _EMPTY}
    for run in _RUN.findall(_NO.sub("", text)):
        found.update(run[i : i + 2] for i in range(max(len(run) - 1, 1)))
    return found
