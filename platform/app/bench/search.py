"""Search measured on labelled sets, with the model beside it where one can run."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.composition import compose
from app.databases import Addresses
from kernel.database import Database
from kernel.errors import Refused
from kernel.settings import Settings
from search.dense.installed import installed
from search.dense.models import dense_is_possible
from search.dense.process import EmbedderProcess
from search.evaluation.bench import run_bench

LOADING_SECONDS = 120
GOALS = {
    ("capretrieval-zh", "lexical"): 0.79,
    ("capretrieval-en", "hybrid"): 0.755,
}
P50_GOAL_MS = 60


async def measure(
    settings: Settings, addresses: Addresses, folders: list[Path], say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """The figures of each set, in a database that is thrown away."""
    compose()
    installed.use(settings)
    embedder = EmbedderProcess(settings.data_dir, settings.embedding_model)
    embedder.start()
    database = Database(addresses.app, size=4)
    await database.open()
    try:
        await _loaded(say)
        return [await run_bench(database, folder, say) for folder in folders]
    finally:
        await database.close()
        await asyncio.to_thread(embedder.stop)


async def _loaded(say: Callable[[str], None]) -> None:
    """Wait for the model; go on by words alone where there is none."""
    if not dense_is_possible():
        return
    say("loading the model")
    for _ in range(LOADING_SECONDS * 10):
        if installed.embedding.present():
            return
        await asyncio.sleep(0.1)
    raise Refused("The model was not ready in time. Run `guanxi doctor` to see why.")


def shown(figures: dict[str, Any]) -> str:
    """A few lines for a reader."""
    name = figures["set"]
    lines = [f"{name}: {figures['queries']} questions, dense: {figures['dense']}"]
    for leg, value in figures["ndcg@10"].items():
        goal = GOALS.get((name, leg))
        lines.append(
            f"  {leg}: nDCG@10 {value:.4f}{_met(goal, goal is not None and value >= goal)}, "
            f"recall@10 {figures['recall@10'][leg]:.4f}"
        )
    p50 = figures["query_p50_ms"]
    lines.append(
        f"  query at {figures['chunks']} chunks: p50 {p50} ms"
        f"{_met(P50_GOAL_MS, p50 < P50_GOAL_MS)}, p95 {figures['query_p95_ms']} ms"
    )
    return "\n".join(lines)


def _met(goal: float | None, met: bool) -> str:  # noqa: FBT001 -- a word in a sentence
    if goal is None:
        return ""
    return f" (goal {goal}: {'met' if met else 'not met'})"
