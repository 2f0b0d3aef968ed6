"""How long a note waits for its vector while twenty a second come in."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from app.bench.search import loaded
from app.bench.search_model import throughput
from kernel.ids import uuid7
from kernel.settings import Settings
from search.dense.installed import installed
from search.dense.models import dense_is_possible
from search.dense.process import EmbedderProcess
from search.evaluation.scratch import Scratch
from search.indexing import Text
from search.tasks import follow_up

NOTES_A_SECOND: Final = 20
SECONDS: Final = 10
GOAL_S: Final = 5.0
# Longer than anybody waits; what has no vector by then counts as this late.
PATIENCE: Final = 60

_UNDERSTOOD: Final = """
SELECT k.record_id FROM chunk k
WHERE k.tenant_id = $1 AND k.record_id = ANY($2::uuid[]) AND k.embedded_at IS NOT NULL
"""


async def lag(
    settings: Settings, scratch: Scratch, note: Callable[[], str], say: Callable[[str], None]
) -> dict[str, Any] | None:
    """Seconds until half, and nearly all, of the notes have their vectors; None without a model.

    `model` is how quick the model itself is, and how large.
    """
    if not dense_is_possible():
        return None
    with _embedder(settings) as embedder:
        await loaded(say)
        model = await throughput(embedder, note)
        written: dict[UUID, float] = {}
        understood: dict[UUID, float] = {}
        writing = asyncio.create_task(_write(scratch, note, written))
        ends = time.perf_counter() + PATIENCE
        while (not writing.done() or len(understood) < len(written)) and time.perf_counter() < ends:
            # What the worker does for the job that each write leaves.
            await follow_up(scratch.work, {})
            await _look(scratch, written, understood)
        await writing
    waits = sorted(understood.get(one, ends) - begun for one, begun in written.items())
    return {
        "notes": len(waits),
        "p50_s": round(waits[len(waits) // 2], 2),
        "p95_s": round(waits[int(len(waits) * 0.95)], 2),
        "model": model,
    }


@contextmanager
def _embedder(settings: Settings) -> Iterator[EmbedderProcess]:
    installed.use(settings)
    embedder = EmbedderProcess(settings.data_dir, settings.embedding_model)
    embedder.start()
    try:
        yield embedder
    finally:
        embedder.stop()


async def _write(scratch: Scratch, note: Callable[[], str], written: dict[UUID, float]) -> None:
    begun = time.perf_counter()
    for number in range(NOTES_A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, begun + number / NOTES_A_SECOND - time.perf_counter()))
        text = Text(record_id=uuid7(), record_type="activity", text=note())
        await scratch.write(text)
        written[text.record_id] = time.perf_counter()


async def _look(
    scratch: Scratch, written: dict[UUID, float], understood: dict[UUID, float]
) -> None:
    waiting = [one for one in written if one not in understood]
    async with scratch.work(commit=False) as uow:
        rows = await uow.fetch(_UNDERSTOOD, scratch.tenant_id, waiting)
    now = time.perf_counter()
    understood |= {row["record_id"]: now for row in rows}
