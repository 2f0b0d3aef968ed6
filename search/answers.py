"""An answer in the words of those who wrote it down, each sentence with its source."""

from typing import Final

from crm.records.types import Row, record_type
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.asking.believing import ADDRESSED
from search.asking.evidence import Evidence, Source, weigh_sentences
from search.asking.question import Question
from search.asking.wording import wanted, worded
from search.found import Answer, Citation, RecordRef
from search.hybrid import Fused
from search.texts import texts_of
from search.wanted import written_at

# Calibrated on the labelled questions of `deploy/evalsets/answers`, the part for tuning.
ENOUGH: Final = 0.42
# What is said as well as the best is said too.
NEARLY: Final = 0.04
MAX_SENTENCES: Final = 3
MAX_SENTENCE: Final = 400
READ: Final = 15
SHOWN_TO_MODEL: Final = 8


async def answer(
    uow: UnitOfWork, principal: Principal, question: Question, found: list[Fused], asked: str = ""
) -> Answer | None:
    """The best sentences of the best texts, all of them seen by the principal; or none.

    With what was `asked` a language model may put it in words, where the workspace wants that.
    """
    ids = [entry.chunk_id for entry in found[:READ]]
    named = [record for name in question.names for record in name.records]
    texts = await texts_of(uow, principal.tenant_id, ids, named)
    weighed = weigh_sentences(question, [_source(row) for row in texts])
    if not weighed or weighed[0].worth < ENOUGH:
        return None
    if asked and await wanted(uow, principal):
        good = [e for e in weighed if e.worth >= ENOUGH and not ADDRESSED.search(e.sentence)]
        if put := await _put(asked, _distinct(good)[:SHOWN_TO_MODEL], texts):
            return put
    best = [e for e in weighed if e.worth >= weighed[0].worth - NEARLY]
    cited = _cited(_distinct(best)[:MAX_SENTENCES], texts)
    return Answer(" ".join(f"{c.sentence} [{c.number}]" for c in cited), cited)


async def _put(asked: str, good: list[Evidence], texts: list[Row]) -> Answer | None:
    """In the model's sentences, above those that bear them out."""
    said = await worded(asked, [evidence.sentence for evidence in good])
    used = list(dict.fromkeys(place for one in said for place in one.sources))
    numbers = {place: number for number, place in enumerate(used, 1)}
    parts = [f"{one.text} {''.join(f'[{numbers[p]}]' for p in one.sources)}" for one in said]
    if not parts:
        return None
    return Answer(" ".join(parts), _cited([good[place] for place in used], texts), worded=True)


def _source(row: Row) -> Source:
    # A note is called by its first words; whatever else has a name is not said by it.
    named = record_type(row["record_type"]).seen_by != "link" and not row["file"]
    name = row["title"] if named else ""
    return Source(row["record_id"], name, row["text"], frozenset(row["linked"]))


def _distinct(best: list[Evidence]) -> list[Evidence]:
    return list({evidence.sentence: evidence for evidence in reversed(best)}.values())[::-1]


def _cited(best: list[Evidence], texts: list[Row]) -> list[Citation]:
    citations = []
    for number, evidence in enumerate(best, start=1):
        row = texts[evidence.place]
        record = RecordRef(row["record_type"], row["record_id"], row["title"])
        sentence, at = evidence.sentence[:MAX_SENTENCE], written_at(record.id)
        citations.append(Citation(number, record, sentence, row["by_name"], at, row["file"]))
    return citations
