"""A question taken apart: whom it names, what matter it asks about, what its answer must hold."""

import re
from typing import Final
from uuid import UUID

import msgspec

from search.asking.expected import Kind, expected, holds
from search.asking.lexicon import Phrase, Said, by_phrase, is_part_of_another, matters, said
from search.asking.names import Named
from search.text.folding import fold
from search.text.tokens import UNSPACED, query_terms, tokens

# Words that shape a question and say nothing of its matter.
_FRAME_WORDS: Final = (
    "a an the of to in on at by for from with about into per as and or not is are was were be been "
    "do does did done has have had can could will would shall should may might must i we us our "
    "you your they them their he him his she her it its there here this that these those what "
    "which who whom whose when where why how much many long old fast soon far any some no please "
    "tell me show give find know think say said ask asked still now current currently last latest "
    "until till since ago again yet only just also get got let make made go us one s t re "
    "competitor rival competition longer"
)
FRAME_EN: Final = frozenset(token.term for token in tokens(_FRAME_WORDS))
_GAP: Final = " \n "
_FRAME_ZH: Final = re.compile(
    "请问|告诉我|帮我|查一下|一共|总共|大概|大约|到底|究竟|已经"
    "|什么时候|什么时间|为什么|怎么样|怎么办|怎么|什么|多少|多久|多长时间|多长"
    "|哪一家|哪家|哪里|哪儿|哪个|哪些|哪天|哪|谁|何时|几个月|几[点月号周年天台只套个件箱]|几"
    "|是不是|有没有|是否|可以|能不能|我们|他们|她们|你们|现在|目前|最近|以前|之前|还剩|要求"
    "|那边|这边|家里|竞争对手|对手|同行|竞品|那里|觉得|认为|看法|情况|时间|够用|的|了|吗|呢|吧|是|在|给|和|与|跟|对|有|把|被|谁"
)
# Characters that are words of their own as often as parts of a word.
_LOOSE: Final = frozenset(
    "还才就都也能到要比里说会让向从为得着过上下前后年月周天台只套个钱价人时用"
)
LOOSELY: Final = 0.25
# Of a run of characters that is no known matter: a word, and a little more.
PIECE: Final = 1.2
ALONE: Final = 0.5
_HAN_RUN = re.compile(f"[{UNSPACED}]+")
_NAME_LIKE = re.compile(r"(?<!^)(?<![.?!]\s)(?<![A-Za-z])[A-Z][A-Za-z0-9&-]+")


# Said in other words it is a little less sure; a single character may be part of any word.
USUAL: Final = 0.95
OTHER_WORDS: Final = 0.9
ONE_CHARACTER: Final = 0.7
# Beside a matter any other English word is mostly a manner of speaking.
BESIDE: Final = 0.4
BY_KIND: Final = 0.7


class Asked(msgspec.Struct, frozen=True):
    """One thing that is asked about: as it was said, and in what other ways it may be."""

    own: Phrase
    phrases: frozenset[Phrase]
    first: frozenset[Phrase] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    weight: float = 1.0

    def share_in(self, text: Said) -> float:
        """How far the text speaks of it, 0 to 1."""
        if self.own.stands_in(text):
            return OTHER_WORDS if is_part_of_another(self.own, text) else 1.0
        if any(phrase.stands_in(text) for phrase in self.first):
            return USUAL
        if self.own.stands_apart_in(text):
            return OTHER_WORDS
        found = [phrase for phrase in self.phrases if phrase.stands_in(text)]
        if found:
            alone = all(len(phrase.said) == 1 for phrase in found)
            return ONE_CHARACTER if alone else OTHER_WORDS
        return BY_KIND if any(holds(kind, text.folded) for kind in self.kinds) else 0.0

    @property
    def in_one_language(self) -> bool:
        """Whether no other language's word for it is known."""
        return len({phrase.chinese for phrase in self.phrases}) == 1


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """`strict` are names that no record of ours bears: without them nothing is an answer."""

    names: list[Named]
    matters: list[Asked]
    words: list[Asked]
    strict: list[Phrase]
    expects: Kind | None
    # With whom the workspace competes, folded, where that may be what is asked for.
    rivals: frozenset[str] = frozenset()
    # What it says without the names, folded.
    rest: str = ""
    is_question: bool = False

    @property
    def asks(self) -> bool:
        """Whether an answer is wanted, and not only what has the words."""
        return bool(self.matters or self.expects or self.is_question)

    @property
    def filed_under(self) -> list[UUID]:
        """The customers and people whom it names."""
        return [record for name in self.names if name.filed for record in name.records]

    @property
    def own_terms(self) -> dict[str, float]:
        """Index terms of what it says; of its names, those that notes are not filed under."""
        unfiled = " ".join(name.said for name in self.names if not name.filed)
        return query_terms(f"{self.rest} {unfiled}")

    @property
    def wider(self) -> dict[str, float]:
        """Index terms by which texts are found that say the same matters in other words."""
        found: dict[str, float] = {}
        for matter in self.matters:
            for phrase in matter.phrases:
                terms = query_terms(phrase.said)
                # A single Chinese character of another word would find anything.
                found |= {t: WIDER for t in terms if not phrase.chinese or len(t) > 1}
        return found


WIDER: Final = 0.35


def read_question(text: str, names: list[Named], rivals: frozenset[str] = frozenset()) -> Question:
    folded = fold(text)
    for name in names:
        folded = folded.replace(name.said, _GAP)
    rest, asked = _matters(said(folded))
    # Somebody is seldom called by the whole of a name, or by a part that was found.
    called = said(" ".join(n for name in names for n in [name.said, *name.records.values()]))
    words = [*_latin_words(rest, BESIDE if asked else 1.0), *_han_words(rest)]
    phrases = [Phrase(said(word).stems, chinese=False) for word in _NAME_LIKE.findall(text)]
    strangers = [p for p in phrases if p.said.strip() and p.said.strip() not in FRAME_EN]
    kind = expected(folded)
    return Question(
        names=names,
        matters=asked,
        words=[word for word in words if not word.own.stands_in(called)],
        strict=[p for p in strangers if not p.stands_in(called) and p not in by_phrase()],
        expects=None if kind == "rival" and not rivals else kind,
        rivals=rivals,
        rest=folded,
        is_question=text.rstrip().endswith(("?", "？")),
    )


def _matters(stated: Said) -> tuple[Said, list[Asked]]:
    """The matters that it asks about, longest phrases first, and what is left of it."""
    found: dict[frozenset[int], Phrase] = {}
    for phrase, numbers in by_phrase().items():
        if not phrase.stands_in(stated):
            continue
        found.setdefault(numbers, phrase)
        if phrase.chinese:
            stated = Said(stated.folded.replace(phrase.said, _GAP), stated.stems)
        else:
            stated = Said(stated.folded, stated.stems.replace(phrase.said, _GAP))
    every = matters()
    return stated, [
        Asked(
            own,
            frozenset(phrase for number in numbers for phrase in every[number].phrases),
            frozenset(phrase for number in numbers for phrase in every[number].first),
            frozenset(kind for number in numbers for kind in every[number].kinds),
        )
        for numbers, own in found.items()
    ]


def _latin_words(stated: Said, weight: float) -> list[Asked]:
    words = [word for word in stated.stems.split() if word not in FRAME_EN]
    return [_word(Phrase(f" {word} ", chinese=False), weight) for word in dict.fromkeys(words)]


def _han_words(stated: Said) -> list[Asked]:
    """Pairs of characters; those of one word weigh together as much as a word."""
    pieces = [p for run in _HAN_RUN.findall(stated.folded) for p in _FRAME_ZH.split(run)]
    return [word for piece in pieces for word in _pairs(piece)]


def _pairs(piece: str) -> list[Asked]:
    if len(piece) == 1 and piece not in _LOOSE:
        return [_word(Phrase(piece, chinese=True), ALONE)]
    pairs = [piece[at : at + 2] for at in range(len(piece) - 1)]
    weights = [1.0 if _is_word(piece, pair) else LOOSELY for pair in pairs]
    whole = sum(weights) if 1.0 in weights else len(weights)
    return [
        _word(Phrase(pair, chinese=True), PIECE * weight / whole)
        for pair, weight in zip(pairs, weights, strict=True)
    ]


def _is_word(piece: str, pair: str) -> bool:
    """Two characters that stand alone are one; of more, those that no loose one parts."""
    return len(_LOOSE & set(pair)) < (len(pair) if len(piece) == len(pair) else 1)


def _word(phrase: Phrase, weight: float) -> Asked:
    return Asked(phrase, frozenset([phrase]), weight=weight)
