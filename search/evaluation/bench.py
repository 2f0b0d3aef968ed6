"""`guanxi bench search`: does it find what people look for, and how fast."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from kernel.database import Database
from search.dense.encoder import Meaning
from search.dense.installed import installed
from search.evaluation.answering import answers_of, owner_of
from search.evaluation.metrics import ndcg, recall
from search.evaluation.scratch import Scratch, open_scratch, scratch_workspace
from search.evaluation.sets import EvaluationSet, read_set
from search.hybrid import fuse
from search.legs import both_legs
from search.lexical.query import Hit
from search.scope import anything
from search.service import Search

CHUNKS = 10_000
TIMED = 200
LEGS = ("lexical", "dense", "hybrid")

Say = Callable[[str], None]


def _silent(_line: str) -> None:
    return None


async def run_bench(
    database: Database, folder: Path, say: Say = _silent, *, timed: bool = True
) -> dict[str, Any]:
    """The figures of one set: `ndcg@10` and `recall@10` by leg, `query_p50_ms` at 10,000 chunks.

    Of a set that judges answers also how often they are right, and rightly refused; `parts` has
    the figures of each part of it.
    """
    questions = read_set(folder)
    async with scratch_workspace(database) as scratch:
        say(f"{questions.name}: indexing {len(questions.corpus)} texts")
        await scratch.load_set(questions.corpus)
        say("asking the model for their vectors")
        dense = await scratch.embed(lambda _said: None)
        say(f"asking {len(questions.relevance)} questions")
        figures = await _asked(scratch, questions, dense=dense)
        parts = [questions.of_part(part) for part in questions.parts]
        figures["parts"] = [await _asked(scratch, part, dense=dense) for part in parts]
    figures |= {"set": questions.name, "dense": installed.model.id if dense else "absent"}
    if not timed:
        return figures
    say(f"timing in a workspace of {CHUNKS} chunks")
    scratch = await open_scratch(database)
    await _fill(scratch, questions, dense=dense)
    return figures | await _latency(scratch, questions)


async def _asked(scratch: Scratch, questions: EvaluationSet, *, dense: bool) -> dict[str, Any]:
    figures = {"part": questions.part, **await _quality(scratch, questions, dense=dense)}
    return figures | (
        {"answers": await answers_of(scratch, questions)} if questions.answered else {}
    )


async def _quality(scratch: Scratch, questions: EvaluationSet, *, dense: bool) -> dict[str, Any]:
    sums = {leg: [0.0, 0.0] for leg in LEGS if dense or leg != "dense"}
    asker = owner_of(scratch)
    for query, relevance in questions.relevance.items():
        async with scratch.work(commit=False) as uow:
            asked = questions.queries[query]
            legs = await both_legs(uow, scratch.tenant_id, asked, anything, asker)
        rankings = {
            "lexical": _names(scratch, legs.by_words),
            "dense": _names(scratch, legs.by_meaning or []),
            "hybrid": [scratch.texts[entry.record_id] for entry in legs.fused],
        }
        for leg, figures in sums.items():
            figures[0] += ndcg(rankings[leg], relevance)
            figures[1] += recall(rankings[leg], relevance)
    count = len(questions.relevance)
    return {
        "queries": count,
        "ndcg@10": {leg: round(figures[0] / count, 4) for leg, figures in sums.items()},
        "recall@10": {leg: round(figures[1] / count, 4) for leg, figures in sums.items()},
    }


def _names(scratch: Scratch, hits: list[Hit]) -> list[str]:
    return [scratch.texts[entry.record_id] for entry in fuse(hits)]


async def _fill(scratch: Scratch, questions: EvaluationSet, *, dense: bool) -> None:
    """Texts of the set joined in pairs, each pair once, with any vector: only time is measured."""
    corpus, size = questions.corpus, len(questions.corpus)
    pairs = [
        (str(n), "", f"{corpus[n % size].text}\n{corpus[(n * 7 + n // size) % size].text}")
        for n in range(CHUNKS)
    ]
    await scratch.load(pairs)
    if dense:
        answer = await installed.embedding.passages([entry.text for entry in corpus[:64]])
        vectors = [Meaning(m.vector, 0.0) for m in answer.meanings]
        await scratch.embed(lambda said: vectors[hash(said) % len(vectors)])


async def _latency(scratch: Scratch, questions: EvaluationSet) -> dict[str, Any]:
    principal = owner_of(scratch)
    times: list[float] = []
    for query in list(questions.relevance)[:TIMED]:
        start = time.perf_counter()
        async with scratch.work(commit=False) as uow:
            await Search(uow, principal).query(questions.queries[query])
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return {
        "chunks": CHUNKS,
        "query_p50_ms": round(median(times), 2),
        "query_p95_ms": round(times[int(len(times) * 0.95)], 2),
    }
