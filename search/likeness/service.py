"""What is like a record, with the reason beside each: only from what the member may see."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.narrowing import as_seen
from crm.records.scope import visible
from crm.records.types import record_type
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from search.found import RecordRef
from search.lexical.query import Hit, by_words
from search.lexical.weights import Weighed, weigh
from search.scope import Where, found_by
from search.text.highlight import snippet
from search.text.tokens import MAX_QUERY_TERMS, is_unspaced, query_terms

SHOWN: Final = 5
DEPTH: Final = 100
NOTES: Final = 60
_SHORT: Final = 4

_NOTES = """
SELECT k.terms FROM link l JOIN chunk k ON k.tenant_id = $1 AND k.record_id = l.from_id
WHERE l.tenant_id = $1 AND l.to_id = $2 AND {scope}
ORDER BY l.tenant_id, l.from_id DESC LIMIT {most}
"""
_CUSTOMERS = """
SELECT l.from_id, r.id, r.title FROM link l JOIN record r ON r.tenant_id = $1 AND r.id = l.to_id
WHERE l.tenant_id = $1 AND l.from_id = ANY($2::uuid[]) AND r.type = 'company' AND r.id <> $3
AND r.deleted_at IS NULL AND {scope}
"""
_TEXTS = """
SELECT k.id, k.record_id, k.text, k.owner_id, coalesce(nullif(m.name, ''), p.name, '') AS name
FROM chunk k LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = k.owner_id
LEFT JOIN person p ON p.id = m.person_id
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[])
"""
_DEALS = """
SELECT d.id, d.name, d.status, d.lost_reason, d.lost_note,
    (SELECT count(*) FROM link o JOIN link t ON t.tenant_id = $1 AND t.to_id = o.to_id
        AND t.kind = 'competitors' AND t.from_id = $3
     WHERE o.tenant_id = $1 AND o.from_id = d.id AND o.kind = 'competitors') AS rivals
FROM deal d WHERE d.tenant_id = $1 AND d.id = ANY($2::uuid[]) AND d.id <> $3
AND d.status IN ('won', 'lost') AND d.deleted_at IS NULL
"""
_TITLE = "SELECT r.title FROM record r WHERE r.tenant_id = $1 AND r.id = $2"


class Like(msgspec.Struct, frozen=True, kw_only=True):
    """`record` is like it; `said` is the note that says so, `quoted` its words.

    Of a deal `state` is how it ended and `reason` why, `rivals` how many competitors they share.
    Of somebody who knows it, `record` is their latest note, `who` their name, `times` how often.
    """

    record: RecordRef
    quoted: str = ""
    said: UUID | None = None
    state: str = ""
    reason: str = ""
    rivals: int = 0
    who: str = ""
    times: int = 0


class Likeness:
    """What one member can see of it."""

    def __init__(self, uow: UnitOfWork, principal: Principal) -> None:
        self._uow = uow
        self._principal = principal
        self._tenant = principal.tenant_id

    async def customers(self, company_id: UUID) -> list[Like]:
        """Those about whom the same is written, each with the note that is most like."""
        weighed = await self._told_of(company_id)
        hits = await self._hits(weighed, "activity")
        args = Args(self._tenant, [hit.record_id for hit in hits], company_id)
        scope = visible(self._principal, args, "r", of=record_type("company"))
        rows = await self._uow.fetch(_CUSTOMERS.format(scope=scope), *args.values)
        filed: defaultdict[UUID, list[Any]] = defaultdict(list)
        for row in rows:
            filed[row["from_id"]].append(row)
        scores: Counter[UUID] = Counter()
        best: dict[UUID, tuple[str, Hit]] = {}
        for hit in hits:
            for row in filed[hit.record_id]:
                scores[row["id"]] += hit.score  # type: ignore[assignment]
                best.setdefault(row["id"], (row["title"], hit))
        texts = await self._texts([hit for _title, hit in best.values()])
        return [
            Like(
                record=RecordRef("company", id, best[id][0]),
                said=best[id][1].record_id,
                quoted=snippet(texts[best[id][1].chunk_id]["text"], weighed.terms, 120).text,
            )
            for id, _score in scores.most_common(SHOWN)
        ]

    async def deals(self, deal_id: UUID) -> list[Like]:
        """Won and lost ones on the same; those against the same competitors first."""
        hits = await self._hits(await self._named(deal_id), "deal")
        ids = [hit.record_id for hit in hits]
        rows = {row["id"]: row for row in await self._uow.fetch(_DEALS, self._tenant, ids, deal_id)}
        fields = as_seen(record_type("deal"), self._principal).fields
        told = [rows[id] for id in dict.fromkeys(ids) if id in rows]
        reason = {
            str(c.value): str(c.label) for c in record_type("deal").fields["lost_reason"].choices
        }
        return [
            Like(
                record=RecordRef("deal", row["id"], row["name"]),
                state=row["status"],
                reason=reason.get(row["lost_reason"], "") if "lost_reason" in fields else "",
                quoted=(row["lost_note"] or "") if "lost_note" in fields else "",
                rivals=row["rivals"] if "competitors" in _relations(self._principal) else 0,
            )
            for row in sorted(told, key=lambda row: -row["rivals"])[:SHOWN]
        ]

    async def knowers(self, record_id: UUID) -> list[Like]:
        """Whose notes speak of it most, each with the best of them."""
        weighed = await self._named(record_id)
        hits = await self._hits(weighed, "activity", least=0.5)
        texts = await self._texts(hits)
        times = Counter(texts[hit.chunk_id]["owner_id"] for hit in hits)
        best: dict[UUID, Any] = {}
        for hit in hits:
            best.setdefault(texts[hit.chunk_id]["owner_id"], texts[hit.chunk_id])
        return [
            Like(
                record=RecordRef("activity", best[owner]["record_id"], ""),
                quoted=snippet(best[owner]["text"], weighed.terms, 120).text,
                who=best[owner]["name"],
                times=count,
            )
            for owner, count in times.most_common(SHOWN)
            if best[owner]["name"]
        ]

    async def _named(self, record_id: UUID) -> Weighed:
        title = await self._uow.fetchval(_TITLE, self._tenant, record_id)
        return await weigh(self._uow, self._tenant, query_terms(title or ""))

    async def _told_of(self, company_id: UUID) -> Weighed:
        """The words that stand most often in the notes about it, common ones weighing little."""
        args = Args(self._tenant, company_id)
        scope = found_by(self._principal, ("activity",))(args, "k")
        sql = _NOTES.format(scope=scope, most=args(NOTES))
        counts = Counter(
            term
            for row in await self._uow.fetch(sql, *args.values)
            for term in row["terms"]
            if _telling(term)
        )
        often = {term: float(count) for term, count in counts.most_common(MAX_QUERY_TERMS * 3)}
        known = await weigh(self._uow, self._tenant, {}, also=often)
        top = sorted(known.terms.items(), key=lambda pair: -pair[1])[:MAX_QUERY_TERMS]
        return await weigh(self._uow, self._tenant, {}, also={t: often[t] ** 0.5 for t, _ in top})

    async def _hits(self, weighed: Weighed, type: str, least: float = 0.0) -> list[Hit]:
        where: Where = found_by(self._principal, (type,))
        hits = await by_words(self._uow, self._tenant, weighed, where=where, depth=DEPTH)
        return [hit for hit in hits if hit.score >= least * weighed.total]

    async def _texts(self, hits: list[Hit]) -> dict[UUID, Any]:
        rows = await self._uow.fetch(_TEXTS, self._tenant, [hit.chunk_id for hit in hits])
        return {row["id"]: row for row in rows}


def _relations(principal: Principal) -> set[str]:
    return set(as_seen(record_type("deal"), principal).relations)


def _telling(term: str) -> bool:
    """A pair of Chinese characters, or a word of some length that is no number."""
    if is_unspaced(term):
        return len(term) > 1
    return len(term) >= _SHORT and term.isalpha()


ways: Final[dict[str, Callable[[Likeness], Any]]] = {
    "company": lambda likeness: likeness.customers,
    "deal": lambda likeness: likeness.deals,
    "product": lambda likeness: likeness.knowers,
    "competitor": lambda likeness: likeness.knowers,
}
