"""How good answers are: the right sentence where there is one, and none where there is none."""

from typing import Any

import msgspec

from crm.records.types import record_types
from kernel.ids import uuid7
from kernel.principal import Principal
from search.evaluation.scratch import Scratch
from search.evaluation.sets import Entry, EvaluationSet
from search.found import Answer
from search.service import Search


class Judged(msgspec.Struct, frozen=True):
    """A question with what was answered: None is a refusal."""

    question: Entry
    answer: Answer | None
    right: bool


async def answers_of(scratch: Scratch, questions: EvaluationSet) -> dict[str, Any]:
    """Share of answers whose first sentence is right, and of refusals that are; with misses."""
    judged = [await _judged(scratch, questions, question) for question in questions.questions]
    given = [one for one in judged if one.answer is not None]
    refused = [one for one in judged if one.answer is None]
    without = [one for one in judged if not one.question.says]
    rightly = sum(one.right for one in refused)
    return {
        "questions": len(judged),
        "without_answer": len(without),
        "answer_precision": _share(sum(one.right for one in given), len(given)),
        "refusal_precision": _share(rightly, len(refused)),
        "refusal_recall": _share(rightly, len(without)),
        "refusal_f1": _share(2 * rightly, len(refused) + len(without)),
        "misses": [_miss(one) for one in judged if not one.right],
    }


async def _judged(scratch: Scratch, questions: EvaluationSet, question: Entry) -> Judged:
    async with scratch.work(commit=False) as uow:
        answer = await Search(uow, owner_of(scratch)).ask(question.text)
    if answer is None:
        return Judged(question, None, right=not question.says)
    first = answer.citations[0]
    relevant = questions.relevance.get(question.id, {})
    right = scratch.texts[first.record.id] in relevant
    says = any(text in first.sentence for text in question.says)
    return Judged(question, answer, right=right and says)


def owner_of(scratch: Scratch) -> Principal:
    """Somebody who sees all of it."""
    return Principal(
        tenant_id=scratch.tenant_id,
        slug="scratch",
        workspace="Scratch",
        member_id=uuid7(),
        person_id=uuid7(),
        name="Bench",
        email="bench@localhost",
        role="owner",
        scope="all",
        permissions=frozenset(f"{kind.name}:see" for kind in record_types()),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _miss(one: Judged) -> str:
    told = one.answer.text if one.answer else "nothing found"
    return f"{one.question.id}: {one.question.text} -> {told}"
