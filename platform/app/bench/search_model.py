"""How much of what the bare model does on one core is left when it answers through our door."""

import asyncio
import os
import time
from collections.abc import Callable
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
    """Texts in a second of one core's time, both ways: a busy machine makes neither slower."""
    bare = await asyncio.to_thread(_bare, installed.model)
    ours_s, bare_s = 0.0, 0.0
    for turn in range(ROUNDS + 1):
        texts = [note() for _ in range(TEXTS)]
        begun = _worked(embedder.pid)
        await _through(texts)
        through = _worked(embedder.pid) - begun
        alone = await asyncio.to_thread(bare, texts)
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
        f"  vectors: {figures['texts_s']} texts in a core's second,"
        f" the bare model {figures['bare_texts_s']}: {figures['share']:.0%}"
        f" (goal {SHARE_GOAL:.0%}: {fast}), {figures['memory_mb']} MB"
        f" (goal {MEMORY_GOAL_MB}: {small})"
    )


def _bare(model: Model) -> Callable[[list[str]], float]:
    os.environ |= CALM
    import torch  # noqa: PLC0415 -- only where it is measured
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    torch.set_num_threads(1)
    net: Any = SentenceTransformer(model.place, device="cpu", trust_remote_code=False)

    def encode(texts: list[str]) -> float:
        begun = time.thread_time()
        net.encode(texts, normalize_embeddings=True, batch_size=AT_ONCE, show_progress_bar=False)
        return time.thread_time() - begun

    return encode


async def _through(texts: list[str]) -> None:
    for at in range(0, len(texts), AT_ONCE):
        await installed.embedding.passages(texts[at : at + AT_ONCE])


def _worked(pid: int) -> float:
    """Seconds of a core that a process has used."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    [peak] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak) // 1024
