"""One question on its legs: the words start at once, the meaning joins if it is in time."""

import asyncio
from collections.abc import Collection
from uuid import UUID

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.asking.matter import by_matter
from search.asking.question import FRAME_EN, Question
from search.asking.reading import read as read_by
from search.changing import models_before
from search.dense.client import Absent, as_text
from search.dense.indexes import LARGE
from search.dense.installed import installed
from search.dense.models import MAX_UNKNOWN, model_named
from search.dense.query import by_meaning
from search.dense.suiting import suits
from search.dense.wire import Answer
from search.found import Way
from search.hybrid import Fused, fuse
from search.lexical.query import Hit, by_words
from search.lexical.weights import Weighed, heard, weigh
from search.scope import Where
from search.text.tokens import query_terms

DEPTH = 100
# Share of the question's weight below which a text does not speak of it.
RELEVANT = 0.08
# So many words make a question.
FEWEST = 2
# Where a customer or a person is named, what is filed there counts more than what is alike.
NAMED = 2.0
BESIDE_NAMES = 0.5


class Legs(msgspec.Struct, frozen=True):
    """`by_meaning` is None where the model is absent, late, or cannot read the question.

    While a workspace changes its model, `as_before` is what the model before finds among the
    texts that it has read: a leg of its own, for scores of two models do not compare.
    `by_matter` says it in other words, about whom the question names.
    """

    weighed: Weighed
    by_words: list[Hit]
    by_meaning: list[Hit] | None
    as_before: tuple[list[Hit], ...] = ()
    by_matter: list[Hit] = []
    question: Question | None = None

    @property
    def any_meaning(self) -> bool:
        return self.by_meaning is not None or bool(self.as_before)

    @property
    def by_way(self) -> dict[Way, frozenset[UUID]]:
        """The records that each way led to."""
        meaning = [*(self.by_meaning or ()), *(hit for leg in self.as_before for hit in leg)]
        named = self.by_matter if self.question and self.question.filed_under else ()
        return {
            "words": frozenset(hit.record_id for hit in (*self.by_words, *self.by_matter)),
            "meaning": frozenset(hit.record_id for hit in meaning),
            "name": frozenset(hit.record_id for hit in named),
        }

    @property
    def shown_terms(self) -> Collection[str]:
        """What is marked in the texts: the words of the question, and their other words."""
        wider = self.question.wider if self.question else {}
        words = [term for term in self.weighed.terms if term not in FRAME_EN]
        return [*(words or self.weighed.terms), *wider]

    @property
    def fused(self) -> list[Fused]:
        named = self.question is not None and bool(self.question.filed_under)
        return fuse(
            self.by_matter,
            self.by_words,
            self.by_meaning or (),
            *self.as_before,
            weights=(NAMED, 1.0, BESIDE_NAMES) if named else (),
        )


async def both_legs(
    uow: UnitOfWork, tenant_id: UUID, q: str, where: Where, asker: Principal | None = None
) -> Legs:
    """`asker` is whose question it is; without one it is only looked for, and not understood."""
    meaning = asyncio.create_task(_meaning(q))
    try:
        question, matter = None, list[Hit]()
        async with uow.planned_once():
            sounding = await heard(uow, tenant_id, q)
            weighed = await weigh(uow, tenant_id, query_terms(q), also=sounding)
            hits = await by_words(uow, tenant_id, weighed, where=where, depth=DEPTH)
            relevant = [hit for hit in hits if hit.score >= RELEVANT * weighed.total]
            if asker is not None and len(weighed.terms) >= FEWEST:
                question = await read_by(uow, asker, q)
                matter = await by_matter(uow, tenant_id, question, where, DEPTH)
        read = await meaning
        large = weighed.chunks >= LARGE
        near = await _near(uow, tenant_id, read, where, large=large)
        before = await _as_before(uow, tenant_id, q, read, where, large=large)
        return Legs(weighed, relevant, near, before, matter, question)
    finally:
        meaning.cancel()


async def _meaning(q: str, model: str = "") -> Answer | None:
    try:
        return await installed.embedding.query(q, model=model)
    except Absent:
        return None


async def _as_before(
    uow: UnitOfWork, tenant_id: UUID, q: str, read: Answer | None, where: Where, *, large: bool
) -> tuple[list[Hit], ...]:
    """What the models that are being replaced find; one that is gone is left out."""
    if read is None:
        return ()
    names = await models_before(uow, tenant_id, read.model)
    legs = [
        await _near(uow, tenant_id, await _meaning(q, name), where, large=large) for name in names
    ]
    return tuple(leg for leg in legs if leg is not None)


async def _near(
    uow: UnitOfWork, tenant_id: UUID, meaning: Answer | None, where: Where, *, large: bool
) -> list[Hit] | None:
    if meaning is None:
        return None
    [read] = meaning.meanings
    model = model_named(meaning.model)
    if read.vector is None or read.unknown > MAX_UNKNOWN or not await suits(uow, model):
        return None
    return await by_meaning(
        uow,
        tenant_id,
        meaning.model,
        as_text(read.vector),
        where=where,
        least=model.related,
        depth=DEPTH,
        large=large,
    )
