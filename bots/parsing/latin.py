"""Names written in Latin letters: looked up exactly, then by likeness."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bots.parsing.parsed import Span
from bots.parsing.surnames import MONTH_NAMES
from crm.records.naming.keys import latin_key
from crm.records.naming.words import COMMON_EN

_WORD = re.compile(r"[a-zà-ɏ0-9]+(?:'[a-rt-z])?")

_TITLED = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|herr|frau|prof|manager|director|boss|engineer|madam)\.? $", re.ASCII
)

_TITLE_AFTER = re.compile(
    r" (?:zong|gong|jingli|laoban|laoshi|boss|manager|xiansheng|jie)\b", re.ASCII
)

_SOUND_LIKE = {
    "q": "ck",
    "k": "cq",
    "c": "kqs",
    "z": "sj",
    "s": "zc",
    "j": "zg",
    "f": "pv",
    "v": "wf",
    "w": "v",
}
_BEGUN, _SHORT = 0.58, 6
_MAX_WORDS, _MAX_WINDOWS, _MIN_FUZZY, _CUTOFF = 4, 160, 4, 80

# By the key of a name: whose it is, by number, and how many points it is worth.
Pool = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Hit:
    points: float
    span: Span
    exact: bool = False


@dataclass(frozen=True, slots=True)
class _Window:
    key: str
    span: Span
    words: int
    common: bool


def _windows(folded: str) -> list[_Window]:
    """Cut the Latin words of the text into runs of one to four."""
    words = [(latin_key(m[0]), m.span()) for m in _WORD.finditer(folded)]
    words = [(key, span) for key, span in words if key]
    found = []
    for index in range(len(words)):
        key = ""
        for size in range(1, _MAX_WORDS + 1):
            if index + size > len(words):
                break
            word, span = words[index + size - 1]
            if size > 1 and span[0] - words[index + size - 2][1][1] > 3:  # noqa: PLR2004
                break
            key += word
            common = words[index][0] in COMMON_EN or word in COMMON_EN
            found.append(_Window(key, (words[index][1][0], span[1]), size, common))
    return found


def _titled(folded: str, span: Span) -> bool:
    return bool(
        _TITLED.search(folded[max(0, span[0] - 10) : span[0]])
        or _TITLE_AFTER.match(folded, span[1])
    )


def _loss(window: _Window, *, titled: bool) -> int | None:
    """Say what an everyday word loses as a name: "he" is no Mr He, April may be a person."""
    if titled:
        return 0
    if window.words == 1 and window.common:
        return 22 if window.key in MONTH_NAMES else None
    return 4 if len(window.key) < _MIN_FUZZY and window.words > 1 else 0


def latin_hits(folded: str, pool: Pool) -> Iterator[tuple[int, Hit]]:
    """Look up every run of words, exactly first, then by likeness."""
    windows = _windows(folded)
    by_letter: dict[str, list[str]] = defaultdict(list)
    for key in pool:
        if len(key) >= _MIN_FUZZY:
            by_letter[key[0]].append(key)
    budget = _MAX_WINDOWS
    for window in windows:
        exact = pool.get(window.key)
        if exact:
            loss = _loss(window, titled=_titled(folded, window.span))
            if loss is None:
                continue
            for index, points in exact:
                yield index, Hit(points - loss, window.span, exact=True)
            continue
        if window.common or len(window.key) < _MIN_FUZZY or budget <= 0 or window.key.isdecimal():
            continue
        budget -= 1
        for key, share, slack in _alike(window.key, by_letter):
            for index, points in pool[key]:
                yield index, Hit(points * share - slack, window.span)


def _alike(word: str, by_letter: dict[str, list[str]]) -> Iterator[tuple[str, float, int]]:
    """Find the keys that a word begins, and those that it may be a misspelling of."""
    for key in by_letter.get(word[0], ()):
        if key.startswith(word):
            yield key, _BEGUN, 0
    letters = word[0] + _SOUND_LIKE.get(word[0], "")
    keys = [key for letter in letters for key in by_letter.get(letter, ())]
    # One letter makes another name of a short one: yutong is not yuyong.
    slack = 3 if len(word) > _SHORT else 8
    for key, ratio, _ in process.extract(
        word, keys, scorer=fuzz.ratio, score_cutoff=_CUTOFF, limit=4
    ):
        yield key, ratio / 100, slack
