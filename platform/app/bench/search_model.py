"""How much of what the bare model does on one core is left when it answers through our door."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from search.dense.installed import installed
from search.dense.models import Model
from search.dense.process import CALM, EmbedderProcess
from search.pending import AT_ONCE

TEXTS: Final = 128
ROUNDS: Final = 3
SHARE_GOAL: Final = 0.9
MEMORY_GOAL_MB: Final = 900


async def throughput(embedder: EmbedderProcess, note: Callable[[], str]) -> dict[str, Any]:
    """Texts a second both ways, turn by turn so that a busy machine is as busy for both."""
    bare = await asyncio.to_thread(_bare, installed.model)
    ours_s, bare_s = 0.0, 0.0
    for turn in range(ROUNDS + 1):
        texts = [note() for _ in range(TEXTS)]
        through = await _timed(_through, texts)
        alone = await _timed(bare, texts)
        # The first turn warms both up.
        if turn:
            ours_s, bare_s = ours_s + through, bare_s + alone
    return {
        "texts_s": round(ROUNDS * TEXTS / ours_s, 1),
        "bare_texts_s": round(ROUNDS * TEXTS / bare_s, 1),
        "share": round(bare_s / ours_s, 3),
        "memory_mb": _peak_mb(embedder.pid),
    }


def shown(figures: dict[str, Any]) -> str:
    fast = "met" if figures["share"] >= SHARE_GOAL else "not met"
    small = "met" if figures["memory_mb"] < MEMORY_GOAL_MB else "not met"
    return (
        f"  vectors: {figures['texts_s']} texts a second, the bare model {figures['bare_texts_s']}:"
        f" {figures['share']:.0%} (goal {SHARE_GOAL:.0%}: {fast}),"
        f" {figures['memory_mb']} MB (goal {MEMORY_GOAL_MB}: {small})"
    )


def _bare(model: Model) -> Callable[[list[str]], Awaitable[Any]]:
    os.environ |= CALM
    import torch  # noqa: PLC0415 -- only where it is measured
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    torch.set_num_threads(1)
    net: Any = SentenceTransformer(model.place, device="cpu", trust_remote_code=False)

    def encode(texts: list[str]) -> Any:
        return net.encode(
            texts, normalize_embeddings=True, batch_size=AT_ONCE, show_progress_bar=False
        )

    return lambda texts: asyncio.to_thread(encode, texts)


async def _through(texts: list[str]) -> None:
    for at in range(0, len(texts), AT_ONCE):
        await installed.embedding.passages(texts[at : at + AT_ONCE])


async def _timed(work: Callable[[list[str]], Awaitable[Any]], texts: list[str]) -> float:
    begun = time.perf_counter()
    await work(texts)
    return time.perf_counter() - begun


def _peak_mb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    [peak] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak) // 1024
