"""An answer in the words of those who wrote it down, each sentence with its source."""

from search.chunking import sentences
from search.found import Answer, Citation, RecordRef
from search.text.folding import fold
from search.text.tokens import tokens

# Share of the question's weight that a sentence must contain to answer it.
ENOUGH = 0.45
MAX_SENTENCES = 3
MIN_TERMS = 2
MAX_SENTENCE = 400

Source = tuple[RecordRef, str]


def answer(weights: dict[str, float], sources: list[Source]) -> Answer | None:
    """The best sentence of each of the best texts; None if none of them says enough."""
    total = sum(weights.values())
    if len(weights) < MIN_TERMS or not total:
        return None
    best = [_best_sentence(weights, source) for source in sources]
    enough = sorted((c for c in best if c[0] >= ENOUGH * total), key=lambda c: -c[0])
    citations = [
        Citation(number, record, sentence)
        for number, (_, record, sentence) in enumerate(enough[:MAX_SENTENCES], start=1)
    ]
    if not citations:
        return None
    return Answer(" ".join(f"{c.sentence} [{c.number}]" for c in citations), citations)


def _best_sentence(weights: dict[str, float], source: Source) -> tuple[float, RecordRef, str]:
    record, text = source
    scored = [(_weight(weights, sentence), sentence) for sentence in sentences(text)]
    weight, sentence = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return weight, record, sentence[:MAX_SENTENCE]


def _weight(weights: dict[str, float], sentence: str) -> float:
    said = {token.term for token in tokens(fold(sentence))}
    return sum(weight for term, weight in weights.items() if term in said)
