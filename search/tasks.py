"""After a write: statistics are brought up to date, and the text gets its vector."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from kernel import clock, jobs, limits
from kernel.jobs import Work
from kernel.transaction import UnitOfWork
from search.changing import change
from search.dense.client import Absent
from search.dense.installed import installed
from search.dense.suiting import suits
from search.dense.wire import Answer
from search.indexing import FOLLOW_UP
from search.pending import AT_ONCE, Pending, keep, pending
from search.statistics import FOLD_AT_ONCE, fold
from tenants.workspace.everywhere import everywhere

BUSY = timedelta(seconds=3)

# Longer than the model may take for one handful.
LEASE = 60


@jobs.job(FOLLOW_UP, parts=True)
async def follow_up(work: Work, payload: dict[str, Any]) -> None:
    """Fold the statistics and embed what waits; whatever is left is a job of its own.

    The model computes between two units of work, so that no transaction waits for it.
    """
    async with work() as uow:
        tenant_id = _workspace_of(uow)
        more = await fold(uow, tenant_id) == FOLD_AT_ONCE
        # One at a time per workspace: a second one would make the same vectors.
        if not await limits.lease(uow, f"search.embed:{tenant_id}", seconds=LEASE):
            await jobs.enqueue(uow, FOLLOW_UP, {}, at=clock.now() + BUSY)
            return
        reads = installed.embedding.present() and await suits(uow, installed.model)
        texts = await pending(uow, tenant_id) if reads else []
        if reads and not texts and "sweep" in payload:
            more |= await change(uow, tenant_id, installed.model.id)
    answer = await _understood(texts)
    async with work() as uow:
        await limits.forget(uow, f"search.embed:{tenant_id}")
        if answer is not None:
            await keep(uow, tenant_id, answer.model, texts, answer.meanings)
            more |= len(texts) == AT_ONCE or "sweep" in payload
        if more:
            await jobs.enqueue(uow, FOLLOW_UP, payload)


def _workspace_of(uow: UnitOfWork) -> UUID:
    if uow.tenant_id is None:
        raise RuntimeError("search.follow_up runs inside a workspace")
    return uow.tenant_id


async def _understood(texts: list[Pending]) -> Answer | None:
    """What the model makes of up to 32 texts; None where it is away, and the sweep comes back."""
    if not texts:
        return None
    try:
        said = [text.said for text in texts]
        return await installed.embedding.passages(said, model=installed.model.id)
    except Absent:
        return None


@jobs.job("search.sweep", cron="*/5 * * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """What was written while no embedder ran, or loaded in bulk, gets its turn."""
    await everywhere(uow, FOLLOW_UP, {"sweep": True})
