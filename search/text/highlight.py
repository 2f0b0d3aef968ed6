"""The best few lines of a text for a question, with the places of its words."""

import unicodedata
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from search.text.folding import fold
from search.text.tokens import Token, tokens, weight_of

MAX_SNIPPET = 200
_LEAD = 40
_ELLIPSIS = "…"

Span = tuple[int, int]


class Snippet(NamedTuple):
    """Plain text of at most 200 characters, and [start, end) of each word found in it."""

    text: str
    highlights: list[Span]


class _Match(NamedTuple):
    term: str
    start: int
    end: int


def highlight(text: str, wanted: Collection[str]) -> list[Span]:
    """Where the wanted terms stand in the text as it was written."""
    return _merged([(match.start, match.end) for match in _matches(text, frozenset(wanted))])


def snippet(text: str, wanted: Collection[str], size: int = MAX_SNIPPET) -> Snippet:
    matches = _matches(text, frozenset(wanted))
    start, end = _window(text, matches, size)
    head = _ELLIPSIS if start else ""
    tail = _ELLIPSIS if end < len(text) else ""
    shift = len(head) - start
    inside = [(m.start + shift, m.end + shift) for m in matches if start <= m.start < m.end <= end]
    return Snippet(head + text[start:end] + tail, _merged(inside))


def _matches(text: str, wanted: frozenset[str]) -> list[_Match]:
    """Single Chinese characters count only where no pair of the question was found."""
    folded, origin = _folded_with_origin(text)
    found = [token for token in tokens(folded) if token.term in wanted]
    if any(_is_pair(token.term) for token in found):
        paired = {place for token in found if _is_pair(token.term) for place in _places(token)}
        alone = _alone(wanted)
        found = [
            t for t in found if not _is_unspaced(t.term) or t.start in paired or t.term in alone
        ]
    return [_Match(t.term, origin[t.start][0], origin[t.end - 1][1]) for t in found]


def _alone(wanted: frozenset[str]) -> frozenset[str]:
    """Characters that the question has outside any of its pairs."""
    of_pairs = {char for term in wanted if _is_pair(term) for char in term}
    return frozenset(term for term in wanted if len(term) == 1 and term not in of_pairs)


def _places(token: Token) -> range:
    return range(token.start, token.end)


def _is_pair(term: str) -> bool:
    return weight_of(term) < 1


def _is_unspaced(term: str) -> bool:
    return len(term) == 1 and not term.isascii()


def _folded_with_origin(text: str) -> tuple[str, list[Span]]:
    """The folded text, and for each of its characters the span it came from."""
    if text.isascii():
        return text.lower(), [(index, index + 1) for index in range(len(text))]
    folded: list[str] = []
    origin: list[Span] = []
    starts = [i for i, char in enumerate(text) if not i or not unicodedata.combining(char)]
    for start, end in pairwise([*starts, len(text)]):
        piece = fold(text[start:end])
        folded.append(piece)
        origin.extend([(start, end)] * len(piece))
    return "".join(folded), origin


def _window(text: str, matches: list[_Match], size: int) -> Span:
    """The stretch with the greatest weight of distinct terms; the earliest of equals."""
    if len(text) <= size:
        return 0, len(text)
    room = size - 2
    best, start = -1.0, 0
    for index, first in enumerate(matches):
        terms = set()
        for match in matches[index:]:
            if match.end > first.start + room:
                break
            terms.add(match.term)
        weight = sum(map(weight_of, terms))
        if weight > best:
            best, start = weight, first.start
    start = _word_start(text, max(0, min(start - _LEAD, len(text) - room)))
    return start, min(len(text), start + room)


def _word_start(text: str, start: int) -> int:
    """Do not begin inside a word: step to the next blank if one is near."""
    if start and text[start - 1].isascii() and text[start - 1].isalnum():
        blank = text.find(" ", start, start + _LEAD // 2)
        return blank + 1 if blank >= 0 else start
    return start


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
