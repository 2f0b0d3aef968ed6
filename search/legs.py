"""One question on its two legs: the words start at once, the meaning joins if it is in time."""

import asyncio
from uuid import UUID

import msgspec

from kernel.transaction import UnitOfWork
from search.dense.client import Absent, as_text
from search.dense.installed import installed
from search.dense.models import MAX_UNKNOWN
from search.dense.query import by_meaning
from search.dense.wire import Answer
from search.hybrid import Fused, fuse
from search.lexical.query import Hit, by_words
from search.lexical.weights import Weighed, weigh
from search.scope import Where
from search.text.tokens import query_terms

DEPTH = 100
# Share of the question's weight below which a text does not speak of it.
RELEVANT = 0.08


class Legs(msgspec.Struct, frozen=True):
    """`by_meaning` is None where the model is absent, late, or cannot read the question."""

    weighed: Weighed
    by_words: list[Hit]
    by_meaning: list[Hit] | None

    @property
    def fused(self) -> list[Fused]:
        return fuse(self.by_words, self.by_meaning or ())


async def both_legs(uow: UnitOfWork, tenant_id: UUID, q: str, where: Where) -> Legs:
    meaning = asyncio.create_task(_meaning(q))
    try:
        weighed = await weigh(uow, tenant_id, query_terms(q))
        hits = await by_words(uow, tenant_id, weighed, where=where, depth=DEPTH)
        relevant = [hit for hit in hits if hit.score >= RELEVANT * weighed.total]
        return Legs(weighed, relevant, await _near(uow, tenant_id, await meaning, where))
    finally:
        meaning.cancel()


async def _meaning(q: str) -> Answer | None:
    try:
        return await installed.embedding.query(q)
    except Absent:
        return None


async def _near(
    uow: UnitOfWork, tenant_id: UUID, meaning: Answer | None, where: Where
) -> list[Hit] | None:
    if meaning is None:
        return None
    [read] = meaning.meanings
    if read.vector is None or read.unknown > MAX_UNKNOWN:
        return None
    return await by_meaning(
        uow,
        tenant_id,
        meaning.model,
        as_text(read.vector),
        where=where,
        least=installed.model.related,
        depth=DEPTH,
    )
