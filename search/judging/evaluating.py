"""Whether search finds what the members of a workspace said was it: to be run before and after."""

from collections import defaultdict
from typing import Any, Final
from uuid import UUID

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.evaluation.metrics import TOP, recall
from search.service import Search

MOST: Final = 2_000

_JUDGED = """
SELECT j.asked, min(j.question) AS question, j.record_id, j.answered,
    count(*) FILTER (WHERE j."right") > count(*) FILTER (WHERE NOT j."right") AS is_right
FROM search_judgement j JOIN record r ON r.tenant_id = $1 AND r.id = j.record_id
WHERE j.tenant_id = $1 AND r.deleted_at IS NULL
GROUP BY j.tenant_id, j.asked, j.record_id, j.answered
ORDER BY j.tenant_id, j.asked, j.record_id LIMIT $2
"""


class Judged(msgspec.Struct):
    """One question, and what its members said of it."""

    question: str
    right: set[UUID] = msgspec.field(default_factory=set)
    wrong: set[UUID] = msgspec.field(default_factory=set)
    answers: set[UUID] = msgspec.field(default_factory=set)


async def evaluate(uow: UnitOfWork, principal: Principal) -> dict[str, Any]:
    """Shares, 0 to 1, of what was judged; `None` where nothing was."""
    questions = await _questions(uow, principal.tenant_id)
    search = Search(uow, principal)
    found, first, below, answers, modes = [], [], [], [], set[str]()
    for judged in questions:
        seen = await search.query(judged.question, limit=TOP)
        modes.add(seen.mode)
        ranking = [result.record.id for result in seen.results]
        if judged.right:
            relevance = {str(record): 1 for record in judged.right}
            found.append(recall([str(record) for record in ranking], relevance))
            first.append(float(bool(ranking) and ranking[0] in judged.right))
        if judged.wrong:
            below.append(float(not ranking or ranking[0] not in judged.wrong))
        if judged.answers:
            cited = seen.answer.citations if isinstance(seen.answer, msgspec.Struct) else []
            answers.append(float(bool(cited) and cited[0].record.id in judged.answers))
    return {
        "questions": len(questions),
        "recall@10": _mean(found),
        "right_first": _mean(first),
        "wrong_not_first": _mean(below),
        "right_answer": _mean(answers),
        "mode": ", ".join(sorted(modes)),
    }


async def _questions(uow: UnitOfWork, tenant_id: UUID) -> list[Judged]:
    questions: dict[str, Judged] = {}
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for row in await uow.fetch(_JUDGED, tenant_id, MOST):
        grouped[row["asked"]].append(row)
    for asked, rows in grouped.items():
        judged = questions[asked] = Judged(rows[0]["question"])
        for row in rows:
            (judged.right if row["is_right"] else judged.wrong).add(row["record_id"])
            if row["answered"] and row["is_right"]:
                judged.answers.add(row["record_id"])
    return list(questions.values())


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
