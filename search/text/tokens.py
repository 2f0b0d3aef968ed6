"""The words of a text: single Chinese characters and their pairs, English stems, numbers whole."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from search.text.folding import fold

# Raise it when the same text would give other terms: chunks keep theirs and are indexed again.
TOKENISER_VERSION = 1
MAX_TERM = 64
MAX_QUERY_TERMS = 32
MAX_QUERY_CHARS = 1_000
PAIR_WEIGHT = 0.3

# Scripts written without spaces: Han, kana and their iteration marks.
UNSPACED = r"\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
UNSPACED += r"\U00020000-\U000323af"
_WORD = rf"[^\W_{UNSPACED}]+(?:['\u2019][^\W\d_{UNSPACED}]{{1,2}}(?![^\W_]))?"
_PIECES = re.compile(
    rf"(?P<run>[{UNSPACED}]+)"
    r"|(?P<phone>(?<![\da-z+.-])(?:\+\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){1,4}"
    r"|\(?\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4})(?![\da-z]|[.-]\w))"
    r"|(?P<amount>(?<![\da-z.])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\da-z]|\.[\da-z]))"
    rf"|(?P<words>{_WORD}(?:[@._/+-]+{_WORD})*)"
)
_PARTS = re.compile(_WORD)
_DIGITS = re.compile(r"\d+")
_UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")
_stemmer = snowballstemmer.stemmer("english")


class Token(NamedTuple):
    """A term and where it stands in the folded text."""

    term: str
    start: int
    end: int


def terms(text: str) -> Counter[str]:
    """How often each term occurs in the text; what the index keeps."""
    return Counter(token.term for token in tokens(fold(text)))


def query_terms(text: str) -> dict[str, float]:
    """Up to 32 distinct terms of a question with their weights; pairs of characters weigh less."""
    weights: dict[str, float] = {}
    for token in tokens(fold(text[:MAX_QUERY_CHARS])):
        if token.term not in weights and len(weights) >= MAX_QUERY_TERMS:
            continue
        weights[token.term] = weights.get(token.term, 0.0) + weight_of(token.term)
    return weights


def weight_of(term: str) -> float:
    return PAIR_WEIGHT if len(term) > 1 and is_unspaced(term) else 1.0


def is_unspaced(term: str) -> bool:
    return _UNSPACED_CHAR.match(term) is not None


def tokens(folded: str) -> Iterator[Token]:
    for piece in _PIECES.finditer(folded):
        text, start, end = piece[0], piece.start(), piece.end()
        if piece.lastgroup == "run":
            found: Iterator[Token] = _characters_and_pairs(text, start)
        elif piece.lastgroup == "phone":
            found = _phone(text, start, end)
        elif piece.lastgroup == "amount":
            found = iter((Token(text.replace(",", ""), start, end),))
        else:
            found = _words(text, start, end)
        for token in found:
            if len(token.term) <= MAX_TERM and "\0" not in token.term:
                yield token


def _characters_and_pairs(run: str, start: int) -> Iterator[Token]:
    for index, char in enumerate(run):
        yield Token(char, start + index, start + index + 1)
        if index + 1 < len(run):
            yield Token(run[index : index + 2], start + index, start + index + 2)


def _phone(text: str, start: int, end: int) -> Iterator[Token]:
    """A number typed with or without spaces and country code is one number."""
    digits = "".join(_DIGITS.findall(text))
    yield Token(digits, start, end)
    if text.startswith("+"):
        for length in (11, 10):
            if len(digits) > length:
                yield Token(digits[-length:], start, end)
    for part in _DIGITS.finditer(text):
        if part[0] != digits:
            yield Token(part[0], start + part.start(), start + part.end())


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    parts = list(_PARTS.finditer(text))
    if len(parts) > 1 and ("@" in text or "." in text or _DIGITS.search(text)):
        yield Token(text, start, end)
    for part in parts:
        yield Token(_stem(part[0]), start + part.start(), start + part.end())


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    if not word.isascii() or any(char.isdigit() for char in word):
        return word
    return str(_stemmer.stemWord(word))
