"""Finding records again: by words at once, by meaning if the embedder answers in time."""

from typing import Any
from uuid import UUID

import msgspec

from crm.records.types import record_types
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.answers import answer
from search.found import Answer, Found, Suggested
from search.hybrid import Fused, fuse
from search.legs import DEPTH, Legs, both_legs
from search.lexical.query import by_words
from search.lexical.weights import Weighed, heard, weigh
from search.meant import meant
from search.scope import found_by
from search.telling import ref, told
from search.text.folding import fold
from search.text.tokens import MAX_QUERY_CHARS, query_terms, tokens
from search.texts import texts_of
from search.wanted import EVERYTHING, Wanted

MAX_LIMIT = 50


class Search:
    """One member's search in one workspace."""

    def __init__(self, uow: UnitOfWork, principal: Principal) -> None:
        self._uow = uow
        self._principal = principal

    async def query(self, q: str, wanted: Wanted = EVERYTHING, limit: int = 10) -> Found:
        """Records about `q`, best first; raises `NotFound` for who or what is out of sight."""
        types = self._types(wanted.type)
        await wanted.demand(self._uow, self._principal)
        q = q[:MAX_QUERY_CHARS].strip()
        if not types or not query_terms(q):
            return Found(results=[], mode="lexical")
        legs = await self._legs(q, types, wanted)
        fused = legs.fused
        answer = await self._answer(legs, fused)
        cited = {one.record.id for one in answer.citations} if answer else set()
        # What answers stands first.
        fused.sort(key=lambda entry: entry.record_id not in cited)
        named = legs.question.filed_under if legs.question else []
        texts = await self._texts(fused[: min(max(limit, 1), MAX_LIMIT)], named)
        ways = legs.by_way
        return Found(
            results=[told(legs, ways, entry, row) for entry, row in texts],
            mode="hybrid" if legs.any_meaning else "lexical",
            answer=msgspec.UNSET if answer is None else answer,
            unanswered=answer is None and legs.question is not None and legs.question.is_question,
            did_you_mean=await self._meant(q, legs.weighed, texts),
        )

    async def ask(self, q: str) -> Answer | None:
        """The sentences that answer it, each with its source; None where nobody wrote it down."""
        types = self._types(None)
        q = q[:MAX_QUERY_CHARS].strip()
        if not types or not query_terms(q):
            return None
        legs = await self._legs(q, types, EVERYTHING)
        return await self._answer(legs, legs.fused, q)

    async def suggest(self, q: str, limit: int = 8) -> Suggested:
        """Records for somebody still typing: the last word may be unfinished."""
        types = self._types(None)
        folded = fold(q[:MAX_QUERY_CHARS])
        typed = list(tokens(folded))
        if not typed or not types:
            return Suggested([])
        last = folded[typed[-1].start :] if typed[-1].end == len(folded) else ""
        async with self._uow.planned_once():
            sounding = await heard(self._uow, self._tenant, q[:MAX_QUERY_CHARS])
            asked = query_terms(q)
            weighed = await weigh(self._uow, self._tenant, asked, also=sounding, unfinished=last)
            where = found_by(self._principal, types)
            hits = await by_words(self._uow, self._tenant, weighed, where=where, depth=DEPTH)
        fused = fuse(hits)
        texts = await self._texts(fused[:limit])
        return Suggested([ref(row) for _, row in texts], await self._meant(q, weighed, texts))

    async def _meant(self, q: str, weighed: Weighed, texts: list[tuple[Fused, Any]]) -> str:
        return await meant(self._uow, self._tenant, q, weighed.slips, [row for _, row in texts])

    async def _legs(self, q: str, types: tuple[str, ...], wanted: Wanted) -> Legs:
        where = wanted.within(self._tenant, found_by(self._principal, types))
        return await both_legs(self._uow, self._tenant, q, where, self._principal)

    async def _answer(self, legs: Legs, fused: list[Fused], asked: str = "") -> Answer | None:
        if legs.question is None or not legs.question.asks:
            return None
        return await answer(self._uow, self._principal, legs.question, fused, asked)

    @property
    def _tenant(self) -> UUID:
        return self._principal.tenant_id

    def _types(self, asked: str | None) -> tuple[str, ...]:
        """The types that may be found; a type that is asked for must be one of ours."""
        names = [kind.name for kind in record_types()]
        if asked is not None and asked not in names:
            known = ", ".join(names)
            message = _("There is no such type. Use one of: %(types)s.")
            raise Invalid(fields={"type": message % {"types": known}})
        wanted = names if asked is None else [asked]
        return tuple(name for name in wanted if self._principal.may(f"{name}:see"))

    async def _texts(
        self, fused: list[Fused], named: list[UUID] | None = None
    ) -> list[tuple[Fused, Any]]:
        ids = [entry.chunk_id for entry in fused]
        texts = await texts_of(self._uow, self._tenant, ids, named or [])
        by_id = {row["id"]: row for row in texts}
        return [(entry, by_id[entry.chunk_id]) for entry in fused if entry.chunk_id in by_id]
