"""What is near in meaning to a text, as the knowledge asks it: by vectors, else by words."""

from collections.abc import Sequence
from uuid import UUID

from crm.knowledge.nearness import SUSPECTED, Near, nearby
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.dense.client import Absent
from search.dense.encoder import Meaning
from search.dense.installed import installed
from search.dense.models import MAX_UNKNOWN
from search.legs import both_legs
from search.scope import found_by
from search.text.tokens import MAX_QUERY_CHARS, query_terms

# Below these two texts of one subject need not say the same: a cosine, and a share of words.
BY_MEANING, BY_WORDS = 0.6, 0.4
# What a text of usual length that has every word once comes to, of the words' whole weight.
REACHED = 0.5
BATCH = 32


class ByMeaning:
    """Records whose nearest part means the same as the text, or says it in the same words."""

    async def near(
        self,
        uow: UnitOfWork,
        principal: Principal,
        text: str,
        *,
        types: tuple[str, ...],
        limit: int,
    ) -> list[Near]:
        asked = text[:MAX_QUERY_CHARS].strip()
        if not query_terms(asked):
            return []
        legs = await both_legs(uow, principal.tenant_id, asked, found_by(principal, types))
        found: dict[UUID, float] = {}
        for hit in legs.by_meaning or ():
            if hit.score >= BY_MEANING:
                found[hit.record_id] = max(found.get(hit.record_id, 0.0), hit.score)
        for hit in legs.by_words:
            share = min(hit.score / (REACHED * legs.weighed.total), 1.0)
            if share >= BY_WORDS:
                said = share * SUSPECTED
                found[hit.record_id] = max(found.get(hit.record_id, 0.0), said)
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return [Near(record_id, round(score, 3)) for record_id, score in best[:limit]]

    async def meanings(self, texts: list[str]) -> list[Sequence[float] | None]:
        """As long as the embedder answers; its questions go before."""
        found: list[Sequence[float] | None] = []
        for at in range(0, len(texts), BATCH):
            try:
                answer = await installed.embedding.passages(texts[at : at + BATCH])
            except Absent:
                break
            found += [_vector(meaning) for meaning in answer.meanings]
        return found + [None] * (len(texts) - len(found))


def _vector(meaning: Meaning) -> Sequence[float] | None:
    if meaning.vector is None or meaning.unknown > MAX_UNKNOWN:
        return None
    return memoryview(meaning.vector).cast("f")


nearby.use(ByMeaning())
