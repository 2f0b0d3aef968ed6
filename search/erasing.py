"""When a person is erased: their words and vectors go, and other texts are indexed anew."""

from collections import Counter

from crm.records.narrowing import unindexed
from crm.records.privacy.ports import Forgetting, on_erasure
from crm.records.types import record_type
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork
from search.indexing import Text, reindex_parts, remove_parts
from search.statistics import fold

_SKIPPED = "SELECT w.unindexed FROM workspace w WHERE w.id = $1"
_STALE = """
DELETE FROM embedding e USING chunk c WHERE e.tenant_id = $1 AND c.tenant_id = $1
    AND c.id = e.chunk_id AND c.record_id = ANY($2) AND e.text_hash <> c.text_hash
"""
_CHUNKS = "SELECT count(*) FROM chunk c WHERE c.tenant_id = $1 AND c.record_id = ANY($2)"
_LEFT = "SELECT EXISTS (SELECT 1 FROM term_delta d WHERE d.tenant_id = $1)"


async def forget(uow: UnitOfWork, forgetting: Forgetting) -> dict[str, int]:
    """The index as if the person had never been written of; how common words are, too."""
    tenant = uow.tenant_id
    if tenant is None:
        raise RuntimeError("the index belongs to a workspace")
    found = Counter(chunk=await uow.fetchval(_CHUNKS, tenant, forgetting.gone))
    for record_id in forgetting.gone:
        batch = WriteBatch()
        batch.add("SELECT TRUE AS read")
        remove_parts(batch, tenant, record_id)
        await batch.run(uow)
    skipped = await uow.fetchval(_SKIPPED, tenant) or {}
    for type, record_id in forgetting.changed:
        kind = record_type(type)
        row = await uow.fetchrow(
            f"SELECT a.* FROM {kind.table} a WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE OF a",
            tenant,
            record_id,
        )
        if row is not None and row["deleted_at"] is None:
            batch = WriteBatch()
            batch.add("SELECT TRUE AS read")
            text = Text(
                record_id=record_id,
                record_type=type,
                title=kind.title(row),
                text=kind.text(unindexed(row, skipped.get(type))),
                owner_id=row["owner_id"],
                team_id=row["team_id"],
            )
            reindex_parts(batch, tenant, text)
            await batch.run(uow)
    found["embedding"] += await uow.execute(
        _STALE, tenant, [record_id for _type, record_id in forgetting.changed]
    )
    while await fold(uow, tenant):
        pass
    return found


on_erasure(forget, "chunk", "search_term", "term_stats", "term_delta", "term_sound")
