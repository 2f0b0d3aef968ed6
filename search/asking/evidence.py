"""How well a sentence answers a question, and whose it is."""

import math
from typing import Final
from uuid import UUID

import msgspec

from search.asking.expected import holds
from search.asking.lexicon import HAN, Said, said
from search.asking.question import Asked, Question
from search.chunking import sentences
from search.text.folding import fold
from search.text.tokens import tokens, weight_of

# What a note says elsewhere counts half for each of its sentences.
ELSEWHERE: Final = 0.5
# An answer without what was asked for (an amount, a day) is seldom one.
WITHOUT: Final = 0.55
WITHOUT_WHOM: Final = 0.8
# A word that none of the texts has, by its weight; the Chinese ones are seldom mere manner.
UNHEARD: Final = 0.5
UNHEARD_LATIN: Final = 0.7
# Lines of fewer words are no sentences.
WORDS: Final = 5
# A word of the other language.
FOREIGN: Final = 0.25
# A name that nobody here bears, and that the sentence lacks.
STRANGER: Final = 0.4
# A thing of ours that the text names in another sentence, or in another language.
BESIDE_IT: Final = 0.6


class Source(msgspec.Struct, frozen=True):
    """A text, whose record it is of, and the records that it is linked with.

    `name` is what the record is called, where that is no sentence.
    """

    record_id: UUID
    name: str
    text: str
    linked: frozenset[UUID]


class Evidence(msgspec.Struct, frozen=True):
    """A sentence of the text at `place`, and its worth, 0 to 1."""

    worth: float
    sentence: str
    place: int


def weigh_sentences(question: Question, sources: list[Source]) -> list[Evidence]:
    """The best sentence of each source that says anything of the matter, best first."""
    read = [
        (place, source, said(source.text))
        for place, source in enumerate(sources)
        if _is_about(question, source)
    ]
    unheard = [word for word in question.words if _is_unheard(word, [text for *_, text in read])]
    worth = math.prod((UNHEARD if w.own.chinese else UNHEARD_LATIN) ** w.weight for w in unheard)
    found = [
        Evidence(worth * _worth(question, said(sentence), whole), sentence, place)
        for place, source, whole in read
        for sentence in sentences(source.text)
        if not source.name or _is_sentence(sentence, source.name)
    ]
    best: dict[int, Evidence] = {}
    for evidence in sorted(found, key=lambda e: _rank(question, e, sources[e.place]), reverse=True):
        if evidence.worth > 0:
            best.setdefault(evidence.place, evidence)
    return list(best.values())


def _rank(question: Question, evidence: Evidence, source: Source) -> tuple[float, int, UUID]:
    """Of what says it as well: what calls them as the question does; the newest, by its number."""
    folded = fold(source.text)
    called = sum(name.said in folded for name in question.names)
    return round(evidence.worth, 3), called, source.record_id


def _is_unheard(word: Asked, texts: list[Said]) -> bool:
    """Whether no text has it, though some are in its language."""
    spoken = [text for text in texts if bool(HAN.search(text.folded)) == word.own.chinese]
    return (bool(spoken) or not texts) and not any(word.share_in(text) for text in spoken)


def _is_sentence(line: str, name: str) -> bool:
    """Of what has a name most lines are an address, a job, a number."""
    words = [token for token in tokens(fold(line)) if weight_of(token.term) == 1]
    return line != name and len(words) >= WORDS


def _is_about(question: Question, source: Source) -> bool:
    """Whoever is named must be in the text, or be whom it is linked with."""
    about = source.linked | {source.record_id}
    away = [name for name in question.names if not name.records.keys() & about]
    if not away:
        return True
    folded = fold(source.text)
    chinese = bool(HAN.search(folded))
    return all(
        name.said in folded or (name.sold and bool(HAN.search(name.said)) != chinese)
        for name in away
    )


def _worth(question: Question, sentence: Said, whole: Said) -> float:
    asked = [*question.matters, *question.words]
    shares = [(item, _share(item, sentence, whole)) for item in asked]
    kind = question.expects
    # With whom one competes is told by naming them, if nothing else is asked.
    named = kind == "rival" and question.filed_under and not question.matters
    if not named and not any(share > ELSEWHERE for _item, share in shares):
        return 0.0
    held = kind is None or holds(kind, sentence.folded, question.rivals)
    # Somebody may be told by a name that only those who know it take for one.
    counted = 0.0 if kind in {None, "who"} else 1.0
    total = counted + sum(_weight(item, whole) for item in asked)
    worth = counted * held + sum(_weight(item, whole) * share for item, share in shares)
    worth /= total
    if not held:
        worth *= WITHOUT_WHOM if kind == "who" else WITHOUT
    if not all(name.said in sentence.folded for name in question.names if not name.filed):
        worth *= BESIDE_IT
    if any(not phrase.stands_in(sentence) for phrase in question.strict):
        worth *= STRANGER
    return worth


def _share(item: Asked, sentence: Said, whole: Said) -> float:
    return item.share_in(sentence) or ELSEWHERE * item.share_in(whole)


def _weight(item: Asked, whole: Said) -> float:
    """A word without a translation cannot be looked for in a text of another language."""
    [chinese] = {item.own.chinese} if item.in_one_language else {None}
    if chinese is None or chinese == bool(HAN.search(whole.folded)):
        return item.weight
    return item.weight * FOREIGN
