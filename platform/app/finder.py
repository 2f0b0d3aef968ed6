"""The search, as the chat asks it."""

from uuid import UUID

from crm.records.asking import Source, Told, asking
from crm.records.finding import Hit, Hits, finding
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.asking.later import ask_or_keep
from search.lexical.names import by_name
from search.service import Search


class SearchFinder:
    """Records by their words, and by meaning where that is installed."""

    async def find(self, uow: UnitOfWork, principal: Principal, text: str, *, limit: int) -> Hits:
        found = await Search(uow, principal).query(text, limit=limit)
        hits = [
            Hit(result.record.type, result.record.id, result.record.title, result.snippet)
            for result in found.results
        ]
        return Hits(hits, found.did_you_mean)

    async def named(
        self,
        uow: UnitOfWork,
        principal: Principal,
        text: str,
        *,
        types: tuple[str, ...],
        limit: int,
    ) -> list[UUID]:
        hits = await by_name(uow, principal, text, types, depth=limit, forgiving=True)
        return [hit.record_id for hit in hits]


class SearchAsker:
    """Sentences from the records; what nobody wrote down is kept for curators."""

    async def ask(self, uow: UnitOfWork, principal: Principal, text: str, *, known: bool) -> Told:
        said = await ask_or_keep(uow, principal, text, keeps=not known)
        cited = said.answer.citations if said.answer else []
        sources = [
            Source(Hit(c.record.type, c.record.id, c.record.title, c.sentence), c.by, c.at)
            for c in cited
        ]
        worded = said.answer.text if said.answer and said.answer.worded else ""
        return Told(sources, kept=said.kept is not None, text=worded)


finding.use(SearchFinder())
asking.use(SearchAsker())
