"""A leg of its own for questions: the matter in other words, in the notes on whom it names."""

from typing import Final
from uuid import UUID

from kernel.sql import Args
from kernel.transaction import UnitOfWork
from search.asking.question import Question
from search.lexical.query import Hit, by_words
from search.lexical.weights import weigh
from search.scope import Where

NOTES_READ: Final = 1_000
# Share of the question's weight below which a text does not speak of it.
_RELEVANT: Final = 0.05

_FILED = """
SELECT l.from_id FROM link l WHERE l.tenant_id = $1 AND l.to_id = ANY($2::uuid[])
ORDER BY l.tenant_id, l.from_id DESC LIMIT $3
"""


async def by_matter(
    uow: UnitOfWork, tenant_id: UUID, question: Question, where: Where, depth: int
) -> list[Hit]:
    """What says it in other words; of the customers and people named, if any are."""
    if not question.matters and not question.filed_under:
        return []
    if question.filed_under:
        where = await _filed(uow, tenant_id, question.filed_under, where)
    weighed = await weigh(uow, tenant_id, question.own_terms, also=question.wider)
    hits = await by_words(uow, tenant_id, weighed, where=where, depth=depth)
    if question.filed_under:
        return hits
    return [hit for hit in hits if hit.score >= _RELEVANT * weighed.total]


async def _filed(uow: UnitOfWork, tenant_id: UUID, under: list[UUID], where: Where) -> Where:
    rows = await uow.fetch(_FILED, tenant_id, under, NOTES_READ)
    ids = [*under, *(row["from_id"] for row in rows)]

    def filed(args: Args, alias: str) -> str:
        condition = f"{alias}.record_id = ANY({args(ids)}::uuid[])"
        scope = where(args, alias)
        return f"{condition} AND {scope}" if scope else condition

    return filed
