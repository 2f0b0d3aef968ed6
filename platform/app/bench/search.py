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
    ("capretrieval-en", "hybrid"): 0.77,
}
P50_GOAL_MS = 60
ANSWER_GOALS = {
    "recall@10": 0.95,
    "answer_precision": 0.9,
    "refusal_precision": 0.9,
    "refusal_recall": 0.9,
    "refusal_f1": 0.9,
}


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
        await loaded(say)
        return [await run_bench(database, folder, say) for folder in folders]
    finally:
        await database.close()
        await asyncio.to_thread(embedder.stop)


async def loaded(say: Callable[[str], None]) -> None:
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
    for part in [figures, *figures["parts"]]:
        lines += _answers(part)
    p50 = figures["query_p50_ms"]
    lines.append(
        f"  query at {figures['chunks']} chunks: p50 {p50} ms"
        f"{_met(P50_GOAL_MS, p50 < P50_GOAL_MS)}, p95 {figures['query_p95_ms']} ms"
    )
    return "\n".join(lines)


def _answers(figures: dict[str, Any]) -> list[str]:
    """Of a set that judges answers: how well the questions of one part were answered."""
    if "answers" not in figures:
        return []
    answers = figures["answers"] | {"recall@10": figures["recall@10"]["hybrid"]}
    part = figures["part"] or "all"
    lines = [
        f"  {part}: {answers['questions']} questions, {answers['without_answer']} without answer"
    ]
    for name, goal in ANSWER_GOALS.items():
        met = _met(goal, answers[name] >= goal)
        lines.append(f"    {name.replace('_', ' ')} {answers[name]:.4f}{met}")
    return lines


def _met(goal: float | None, met: bool) -> str:  # noqa: FBT001 -- a word in a sentence
    if goal is None:
        return ""
    return f" (goal {goal}: {'met' if met else 'not met'})"
