"""After a write: statistics are brought up to date, and the text gets its vector."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from kernel import clock, jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork
from search.dense.client import Absent
from search.dense.installed import installed
from search.indexing import FOLLOW_UP
from search.pending import AT_ONCE, keep, pending, renew
from search.statistics import FOLD_AT_ONCE, fold

BUSY = timedelta(seconds=3)

# One at a time per workspace: a second one would make the same vectors.
_TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('search.embed:' || ($1::uuid)::text, 0))"
_WORKSPACES = "SELECT w.id FROM workspace w WHERE w.status = 'active'"


@jobs.job(FOLLOW_UP)
async def follow_up(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Fold the statistics and embed what waits; whatever is left is a job of its own."""
    tenant_id = uow.tenant_id
    if tenant_id is None:
        raise RuntimeError("search.follow_up runs inside a workspace")
    more = await fold(uow, tenant_id) == FOLD_AT_ONCE
    if not await uow.fetchval(_TURN, tenant_id):
        await jobs.enqueue(uow, FOLLOW_UP, {}, at=clock.now() + BUSY)
        return
    if "sweep" in payload and installed.embedding.present():
        more |= await renew(uow, tenant_id, installed.model.id)
    if await embed(uow, tenant_id) or more:
        await jobs.enqueue(uow, FOLLOW_UP, payload)


async def embed(uow: UnitOfWork, tenant_id: UUID) -> bool:
    """Give up to 32 texts their vectors; whether there may be more to do."""
    texts = await pending(uow, tenant_id) if installed.embedding.present() else []
    if not texts:
        return False
    try:
        answer = await installed.embedding.passages([text.said for text in texts])
    except Absent:
        return False  # the sweep comes back to them
    await keep(uow, tenant_id, answer.model, texts, answer.meanings)
    return len(texts) == AT_ONCE


@jobs.job("search.sweep", cron="*/5 * * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """What was written while no embedder ran, or loaded in bulk, gets its turn."""
    batch = WriteBatch()
    for row in await uow.fetch(_WORKSPACES):
        jobs.enqueue_part(
            batch,
            FOLLOW_UP,
            {"sweep": True},
            tenant_id=row["id"],
            dedupe_key=f"search.sweep:{row['id']}",
        )
    await batch.run(uow)
