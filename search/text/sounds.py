"""Chinese typed as it sounds: pinyin without tones, together or apart."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kernel.pinyin import Style, lazy_pinyin

_LETTERS = re.compile(r"[a-z]+")
_FIRST, _LAST = 0x4E00, 0x9FA5
_LONGEST = 6
_MOST_LETTERS = 40


def sound_of(pair: str) -> str:
    """Of two characters, together."""
    return "".join(lazy_pinyin(pair, style=Style.NORMAL, errors="ignore"))


def pairs_heard(text: str) -> list[str]:
    """The sounds of each two syllables that follow each other; none if it is no pinyin."""
    found: dict[str, None] = {}
    for run in _runs(text.lower()):
        found |= dict.fromkeys(first + second for first, second in pairwise(run))
    return list(found)


def _runs(text: str) -> Iterator[list[str]]:
    """Syllables of words side by side, broken where a word is none."""
    run: list[str] = []
    for word in _LETTERS.findall(text):
        split = _syllables(word) if len(word) <= _MOST_LETTERS else None
        if split is None:
            yield run
            run = []
        else:
            run += split
    yield run


def _syllables(word: str) -> list[str] | None:
    """The longest first, as Chinese type them."""
    if not word:
        return []
    for length in range(min(_LONGEST, len(word)), 0, -1):
        if word[:length] in _known():
            rest = _syllables(word[length:])
            if rest is not None:
                return [word[:length], *rest]
    return None


@cache
def _known() -> frozenset[str]:
    every = "".join(map(chr, range(_FIRST, _LAST)))
    sounds = lazy_pinyin(every, style=Style.NORMAL, errors="ignore")
    return frozenset(sound for sound in sounds if sound.isascii() and sound.isalpha())
