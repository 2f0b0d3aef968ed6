"""The most telling terms of what stands together: words, and words that go together."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from crm.knowledge.hearing.words import EMPTY
from crm.records.naming.folding import HAN, fold

TERMS: Final = 3
LONGEST_LATIN: Final = 3
LONGEST_HAN: Final = 6
# A part says nothing of its own where it stands as good as always in the whole.
WHOLE: Final = 0.7
# So many of a group say it.
SHARE: Final = 0.3
TWICE: Final = 2

_WORD: Final = re.compile(r"[a-z][a-z0-9'-]*")
_RUN: Final = re.compile(f"[{HAN}]+")
_GAP: Final = re.compile(
    r"[^\w\s'-]|(?<![a-z\d])\d+ *(?:个月|[台套只个件批吨箱月年天周号点位家块万元]|[a-z]+\b)?"
)
# With these no Chinese term begins or ends.
_PARTICLES: Final = frozenset(
    "的了在还和跟与说有要想用为就都也很太是不没我你他她们这那把被给让向从到里先再又才会能得着过吗呢吧带"
)


def terms_of(text: str) -> set[str]:
    """Every term that stands in it."""
    folded = fold(text)
    return {term for term in (*_latin(folded), *_han(folded)) if _says(term)}


def telling(
    group: list[set[str]], every: Counter[str], count: int, kept: Iterable[str]
) -> list[str]:
    """The terms by which a group is known among `count` texts; `kept` ones stay while they hold.

    `every` says in how many of all texts a term stands.
    """
    within = Counter(term for terms in group for term in terms)
    least = max(TWICE, math.ceil(SHARE * len(group)))
    often = {term: many for term, many in within.items() if many >= least}
    whole = {
        term: many * math.log(1 + count / every[term]) * math.sqrt(_size(term))
        for term, many in often.items()
        if not any(
            term in other and often[other] >= WHOLE * many for other in often if other != term
        )
    }
    found = [term for term in kept if term in often]
    for term in sorted(whole, key=lambda term: (-whole[term], term)):
        if not any(term in other or other in term for other in found):
            found.append(term)
    return found[:TERMS]


def _latin(folded: str) -> Iterator[str]:
    for part in _GAP.split(folded):
        words = _WORD.findall(part)
        for at in range(len(words)):
            for length in range(1, LONGEST_LATIN + 1):
                some = words[at : at + length]
                if len(some) == length and _says(some[0]) and _says(some[-1]):
                    yield " ".join(some)


def _han(folded: str) -> Iterator[str]:
    for part in _GAP.split(folded):
        for run in _RUN.findall(part):
            for start, end in combinations(range(len(run) + 1), 2):
                if (
                    TWICE <= end - start <= LONGEST_HAN
                    and not {run[start], run[end - 1]} & _PARTICLES
                ):
                    yield run[start:end]


def _says(term: str) -> bool:
    return term not in EMPTY and len(term) > 1


def _size(term: str) -> int:
    return term.count(" ") + 1 if term.isascii() else len(term)
