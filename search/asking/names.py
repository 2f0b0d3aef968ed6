"""Which of the firms and people that a member may see a question names."""

import re
from typing import Final
from uuid import UUID

import msgspec

from crm.records.naming.folding import HAN
from crm.records.naming.keys import Keys, keys_of, latin_key
from crm.records.naming.words import DOUBLE_SURNAMES
from search.text.folding import fold

# Of the ways in which a name is said, only those that leave little doubt.
_SURE: Final = 78
_SURE_LATIN: Final = 82
_MOST_WORDS: Final = 4
_WORDS = re.compile(rf"[^\W_{HAN}]+")
_HAN = re.compile(f"[{HAN}]")
FILED: Final = ("company", "contact")
SOLD: Final = "product"
# Whoever is called by surname alone has a title after it.
_TITLED: Final = (
    "总|经理|工|老师|女士|先生|主任|部长|厂长|院长|医生|主管|科长|店长|姐|哥|董|处长|局长|老板|总监"
)


_CALLED: Final = re.compile(f"((?:{DOUBLE_SURNAMES})|[{HAN}])(?:{_TITLED})")


class Named(msgspec.Struct, frozen=True):
    """A name in the question, as it stands there folded, and the records that it may mean."""

    said: str
    # Their names in full, by id.
    records: dict[UUID, str]
    # Notes are filed under customers and people; anything else must stand in the sentence.
    filed: bool
    # What is sold has another name in another language; whom one competes with has not.
    sold: bool = False


def surnames_in(question: str) -> list[str]:
    """Before whose titles the characters stand that may be their surnames."""
    return list(dict.fromkeys(match[1] for match in _CALLED.finditer(fold(question))))


def names_in(question: str, records: list[tuple[str, UUID, str]]) -> list[Named]:
    """The names among `records` (type, id, title); the longest wins where one holds another."""
    folded = fold(question)
    runs = _runs(folded)
    spans: dict[tuple[int, int], dict[UUID, str]] = {}
    filed: set[tuple[int, int]] = set()
    sold: set[tuple[int, int]] = set()
    for type, record_id, title in records:
        kind = "contact" if type == "contact" else "company"
        keys = keys_of(kind, title)
        place = _han(keys, folded) or _latin(keys, runs)
        if place is not None:
            spans.setdefault(place, {})[record_id] = title
            if type in FILED:
                filed.add(place)
            elif type == SOLD:
                sold.add(place)
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end))
    return [
        Named(folded[s:e], spans[s, e], (s, e) in filed, (s, e) in sold) for s, e in sorted(kept)
    ]


def _han(keys: Keys, folded: str) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for key, points in keys.han:
        at = folded.find(key)
        if points >= _SURE and at >= 0 and (best is None or len(key) > best[1] - best[0]):
            best = (at, at + len(key))
    if best is None and keys.surname:
        called = re.search(f"{keys.surname}(?:{_TITLED})", folded)
        best = called.span() if called else None
    return best


def _runs(folded: str) -> list[tuple[str, tuple[int, int]]]:
    """What Latin words say together, four of them to one, and where."""
    words = [match.span() for match in _WORDS.finditer(folded)]
    keys = [latin_key(folded[start:end]) for start, end in words]
    found = []
    for length in range(_MOST_WORDS, 0, -1):
        for first in range(len(words) - length + 1):
            start, end = words[first][0], words[first + length - 1][1]
            if not _HAN.search(folded[start:end]):
                found.append(("".join(keys[first : first + length]), (start, end)))
    return found


def _latin(keys: Keys, runs: list[tuple[str, tuple[int, int]]]) -> tuple[int, int] | None:
    wanted = {key for key, points in keys.latin if points >= _SURE_LATIN and len(key) > 1}
    return next((place for said, place in runs if said in wanted), None)
