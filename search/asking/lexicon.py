"""What is said in many ways between seller and buyer, in both languages: one line, one matter."""

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, cast

from search.asking.expected import Kind
from search.text.folding import fold
from search.text.tokens import UNSPACED, tokens

# Left of the bar English, right of it Chinese; a question with one of them asks for all of them.
# What stands before a colon is as good: who asks for a price is answered by an amount of money.
_MATTERS: Final = Path(__file__).with_name("matters.txt")
HAN: Final = re.compile(f"[{UNSPACED}]")


class Phrase(NamedTuple):
    """One way to say a matter: stems between blanks, or Chinese characters as they stand."""

    said: str
    chinese: bool

    def stands_in(self, text: "Said") -> bool:
        return self.said in (text.folded if self.chinese else text.stems)

    def stands_apart_in(self, text: "Said") -> bool:
        """Its words with others between them."""
        return not self.chinese and all(f" {stem} " in text.stems for stem in self.said.split())


class Matter(NamedTuple):
    """All ways in which one thing may be said, and the kinds of values that say it too."""

    phrases: frozenset[Phrase]
    # The usual way to say it, in each language.
    first: frozenset[Phrase]
    kinds: frozenset[Kind]


class Said(NamedTuple):
    """A sentence made comparable: folded, and its stems between blanks."""

    folded: str
    stems: str


def said(text: str) -> Said:
    folded = fold(text)
    stems = " ".join(token.term for token in tokens(folded) if not HAN.match(token.term))
    return Said(folded, f" {stems} ")


@cache
def matters() -> tuple[Matter, ...]:
    return tuple(_matter(line) for line in _MATTERS.read_text(encoding="utf-8").splitlines())


@cache
def by_phrase() -> dict[Phrase, frozenset[int]]:
    """The numbers of the matters that each phrase belongs to, the longest phrases first."""
    found: dict[Phrase, set[int]] = {}
    for number, matter in enumerate(matters()):
        for phrase in matter.phrases:
            found.setdefault(phrase, set()).add(number)
    ordered = sorted(found, key=lambda phrase: -len(phrase.said))
    return {phrase: frozenset(found[phrase]) for phrase in ordered}


def is_part_of_another(phrase: Phrase, text: Said) -> bool:
    """Whether it stands in the text only as a part of what is said of another matter."""
    longer = [other for other in _longer().get(phrase, ()) if other.stands_in(text)]
    stems, folded = text.stems, text.folded
    for other in longer:
        stems, folded = stems.replace(other.said, " "), folded.replace(other.said, " ")
    return bool(longer) and not phrase.stands_in(Said(folded, stems))


@cache
def _longer() -> dict[Phrase, list[Phrase]]:
    """The phrases of other matters that each phrase is a part of."""
    known = by_phrase()
    return {
        phrase: [
            other
            for other, of in known.items()
            if len(other.said) > len(phrase.said) and phrase.said in other.said and not of & numbers
        ]
        for phrase, numbers in known.items()
    }


def _matter(line: str) -> Matter:
    kind, _colon, rest = line.rpartition(":")
    halves = [[_phrase(text.strip()) for text in half.split(",")] for half in rest.split("|")]
    return Matter(
        frozenset(phrase for half in halves for phrase in half),
        frozenset(half[0] for half in halves),
        frozenset([cast("Kind", kind)] if kind else []),
    )


def _phrase(text: str) -> Phrase:
    folded = fold(text)
    if HAN.search(folded):
        return Phrase(folded, chinese=True)
    return Phrase(said(text).stems, chinese=False)
