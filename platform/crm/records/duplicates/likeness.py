"""How alike two names are, from 0 to 100, whatever their script, order and legal form."""

from functools import lru_cache

from rapidfuzz import fuzz

from crm.records.duplicates.keys import INITIALS, PERSON, WHOLE
from crm.records.naming.keys import Keys, keys_of

ALIKE = 82
SAME = 100
_SOUNDS_THE_SAME, _SHORT_THE_SAME, _INITIALS_OF = 92, 86, 82
_LONG_ENOUGH = 4
# Points of keys: a firm without its legal form, without its trade; a person in either order.
_CORE, _SHORT, _ORDERED = 99, 96, 98


@lru_cache(maxsize=32_768)
def likeness(names: str, one: str, other: str) -> int:
    """How alike two names are; `names` says whether they are firms' or people's."""
    kind = "company" if names == "company" else "contact"
    a, b = keys_of(kind, one), keys_of(kind, other)
    least = WHOLE if kind == "company" else PERSON
    points = max(_han(a, b), _latin(a, b, least))
    return points if kind == "contact" else max(points, _short_form(a, b))


def _han(a: Keys, b: Keys) -> int:
    ours, theirs = _best(a.han, _CORE), _best(b.han, _CORE)
    if not ours or not theirs:
        return 0
    if ours & theirs:
        return 100
    if _best(a.han, _SHORT) & _best(b.han, _SHORT):
        return _SHORT_THE_SAME
    return round(max(fuzz.ratio(x, y) for x in ours for y in theirs))


def _latin(a: Keys, b: Keys, least: int) -> int:
    ours, theirs = _best(a.latin, least), _best(b.latin, least)
    if not ours or not theirs:
        return 0
    # In pinyin many names are one: alike, but less sure than the same characters.
    most = (100, _SOUNDS_THE_SAME, ALIKE)[bool(a.han) + bool(b.han)]
    if _best(a.latin, _ORDERED) & _best(b.latin, _ORDERED):
        return most
    if ours & theirs:
        return min(most, _SOUNDS_THE_SAME if a.han or b.han else _SHORT_THE_SAME)
    pairs = [(x, y) for x in ours for y in theirs if min(len(x), len(y)) >= _LONG_ENOUGH]
    return min(most, round(max((fuzz.ratio(x, y) for x, y in pairs), default=0)))


def _short_form(a: Keys, b: Keys) -> int:
    """IBM is the initials of International Business Machines."""
    for long, short in ((a, b), (b, a)):
        initials = {k for k, p in long.latin if p == INITIALS}
        if initials & {k for k, p in short.latin if p == 100}:  # noqa: PLR2004
            return _INITIALS_OF
    return 0


def _best(keys: tuple[tuple[str, int], ...], least: int) -> set[str]:
    return {key for key, points in keys if points >= least}
