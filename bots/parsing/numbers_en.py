"""Large numbers in English words: two hundred thousand, half a million, and the like."""

import re
from decimal import Decimal

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: value * 10
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 10**6, "billion": 10**9}
_PARTS = {"half a": Decimal("0.5"), "a quarter": Decimal("0.25"), "quarter of a": Decimal("0.25")}
_WORD = "|".join(sorted((*_UNITS, *_SCALES), key=len, reverse=True))
SPOKEN = (
    rf"(?:(?:{'|'.join(_PARTS)}) (?:million|billion)"
    rf"|(?:an?|{'|'.join(_UNITS)})(?:(?: and)?[ -](?:{_WORD}))"
    rf"*[ -](?:hundred|thousand|grand|million|billion)"
    rf"(?:(?: and)?[ -](?:{_WORD}))*)(?![a-z])"
)
FRACTION = re.compile(r"(?<![\d/])(?P<a>[13])/(?P<b>[24]) (?P<s>million|billion)(?![a-z])")


def spoken(words: str) -> Decimal:
    """Read a number that `SPOKEN` has found."""
    for part, share in _PARTS.items():
        if words.startswith(part):
            return share * _SCALES[words.rsplit(" ", 1)[-1]]
    total, section = 0, 0
    for word in re.split(r"[ -]", words):
        if word in _UNITS:
            section += _UNITS[word]
        elif word in ("a", "an"):
            section += 1
        elif word == "hundred":
            section = max(section, 1) * 100
        elif word in _SCALES:
            total += max(section, 1) * _SCALES[word]
            section = 0
    return Decimal(total + section)
