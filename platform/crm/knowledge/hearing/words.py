"""The words of a text that say something, in both scripts: stems are not needed to compare."""

import re
from typing import Final

from crm.records.naming.folding import HAN, fold

NO: Final = re.compile(r"\b(not|no|never|cannot|without|\w+n't)\b|不|没|无|未|别|禁止")
_WORD = re.compile(r"[a-z]{2,}")
_RUN = re.compile(f"[{HAN}]+")
EMPTY: Final = frozenset(
    "the an is are was of to in on for and or not no we it they he she do does never with can "
    "cannot within has have had our their them us by at from this that there still first when why "
    "because be been as if so but also says wants want needs need looking interested like would "
    "asks about before after into over per each uses use takes see max off "
    "需要 希望 想要 打算".split()
)


def words_of(text: str) -> set[str]:
    """Words of letters, and pairs of Han characters."""
    folded = fold(text)
    found = {word for word in _WORD.findall(folded) if word not in EMPTY}
    for run in _RUN.findall(NO.sub("", folded)):
        pairs = (run[i : i + 2] for i in range(max(len(run) - 1, 1)))
        found.update(pair for pair in pairs if pair not in EMPTY)
    return found


def likeness(one: str, other: str) -> float:
    """Which part of the shorter one's words stand in the other, 0 to 1."""
    mine, theirs = words_of(one), words_of(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0
