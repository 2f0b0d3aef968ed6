"""Search in many workspaces of very different size: time, recall against exact, cost of writing."""

import asyncio
import math
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from random import Random
from statistics import median
from struct import pack
from typing import Any, Final

import msgspec

from app.bench.search_lag import GOAL_S, NOTES_A_SECOND, lag
from app.bench.search_model import shown as shown_model
from app.composition import compose
from app.databases import Addresses
from app.maintaining.doing import maintain
from kernel.database import Database
from kernel.ids import uuid7
from kernel.settings import Settings
from search.dense.client import as_text
from search.dense.encoder import Meaning
from search.dense.indexes import LARGE, Wanted
from search.dense.query import BY_INDEX, FEW, Nearest, by_meaning
from search.evaluation.answering import owner_of
from search.evaluation.scratch import Scratch, open_scratch
from search.indexing import Text
from search.lexical.query import Hit, by_words
from search.lexical.weights import weigh
from search.model import DIMS
from search.scope import Where, found_by
from search.text.tokens import query_terms

MODEL: Final = "made-up"
# Of all chunks, those of the largest workspace and of the next; the others share by Zipf's law.
LARGEST, NEXT = 0.25, 0.1
VOCABULARY: Final = 20_000
# For the model, to which a made-up word is many pieces.
PLAIN: Final = (
    "we met the buyer and plant manager who want new pumps by spring but find our price too high "
    "after a long visit they asked for better terms faster delivery spare parts and one more offer"
).split()
WORDS_A_NOTE: Final = 40
SUBJECTS: Final = 400
QUESTIONS: Final = 40
DEPTH: Final = 100
NOTES: Final = 50
# Workspaces that are filled side by side: one is written while PostgreSQL writes another.
SIDE_BY_SIDE: Final = 2
# Where even the largest is small, it gets an index all the same, to be measured.
INDEXED: Final = 0.5
GOALS: Final = {20_000: 60.0, 50_000: 120.0}
RECALL_GOAL: Final = 0.95


class Place(msgspec.Struct):
    """A workspace and how many chunks it has."""

    name: str
    scratch: Scratch
    chunks: int


async def measure(
    settings: Settings,
    addresses: Addresses,
    chunks: int,
    workspaces: int,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """The figures; how busy the machine was stands beside them."""
    compose()
    made = _Maker(Random(1))  # noqa: S311 -- the same texts every time
    sizes = list(_sizes(chunks, workspaces))
    async with AsyncExitStack() as stack:
        database = Database(addresses.app, size=4)
        await database.open()
        stack.push_async_callback(database.close)
        places = []
        for number, size in enumerate(sizes):
            scratch = await open_scratch(database)
            places.append(Place(_name(number, len(sizes)), scratch, size))
        say(f"writing {sum(sizes)} chunks in {len(sizes)} workspaces")
        writing = await _timed(_write(places, made))
        say("placing their vectors")
        placing = await _timed(_place(places, made))
        say("making the indexes of the largest")
        large = min(LARGE, int(sizes[0] * INDEXED))
        quiet: Callable[[str], None] = lambda _line: None  # noqa: E731 -- nobody reads along
        indexing = await _timed(
            maintain(settings, addresses.admin, quiet, large=large, small=large)
        )
        asked = [place for place in places if place.name]
        figures = [await _figures(place, made, indexed=place.chunks >= large) for place in asked]
        note = await _note(places[0], made)
        say(f"writing {NOTES_A_SECOND} notes a second")
        waited = await lag(settings, places[-1].scratch, made.plain_note, say)
    return {
        "chunks": sum(sizes),
        "workspaces": len(sizes),
        "insert_ms_a_chunk": round(writing * 1000 / sum(sizes), 2),
        "vector_ms_a_chunk": round(placing * 1000 / sum(sizes), 2),
        "index_build_s": round(indexing, 1),
        "note_to_searchable_ms": note,
        "note_to_vector": waited,
        "asked": figures,
        "load": round(os.getloadavg()[0], 1),
    }


def shown(figures: dict[str, Any]) -> list[str]:
    where = f"{figures['chunks']} chunks in {figures['workspaces']} workspaces"
    wrote, placed = figures["insert_ms_a_chunk"], figures["vector_ms_a_chunk"]
    found, made = figures["note_to_searchable_ms"], figures["index_build_s"]
    lines = [
        f"{where}, load {figures['load']}",
        f"  a chunk written: {wrote} ms, its vector placed: {placed} ms",
        f"  indexes made in {made} s; a note until it is found by its words: {found} ms",
    ]
    if waited := figures["note_to_vector"]:
        kept = "met" if waited["p95_s"] < GOAL_S else "not met"
        lines.append(
            f"  {NOTES_A_SECOND} notes a second, each until it has its vector:"
            f" p50 {waited['p50_s']} s, p95 {waited['p95_s']} s (goal {GOAL_S:.0f}: {kept})"
        )
        lines.append(shown_model(waited["model"]))
    for one in figures["asked"]:
        goal = next((g for size, g in GOALS.items() if one["chunks"] <= size), max(GOALS.values()))
        quick = "met" if one["p95_ms"] < goal else "not met"
        right = "met" if one["recall@10"] >= RECALL_GOAL else "not met"
        way = "by its index" if one["indexed"] else "exact"
        head = f"  {one['name']} ({one['chunks']}, {way}): p50 {one['p50_ms']} ms"
        p95 = f"p95 {one['p95_ms']} ms (goal {goal:.0f}: {quick})"
        lines.append(f"{head}, {p95}, recall@10 {one['recall@10']} (goal {RECALL_GOAL}: {right})")
    return lines


def _sizes(chunks: int, workspaces: int) -> Iterator[int]:
    yield int(chunks * LARGEST)
    yield int(chunks * NEXT)
    rest = chunks * (1 - LARGEST - NEXT)
    shares = [1 / (rank + 3) for rank in range(workspaces - 2)]
    yield from (max(1, int(rest * share / sum(shares))) for share in shares)


def _name(number: int, count: int) -> str:
    return {0: "largest", 1: "large", count // 4: "middle", count - 1: "smallest"}.get(number, "")


class _Maker:
    """Notes of words as common as words are, and vectors that lie around some subjects."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._words = [f"w{number:x}q" for number in range(VOCABULARY)]
        self._weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
        self._subjects = [[rng.gauss(0, 1) for _ in range(DIMS)] for _ in range(SUBJECTS)]

    def note(self, words: int = WORDS_A_NOTE) -> str:
        return " ".join(self.rng.choices(self._words, self._weights, k=words))

    def plain_note(self) -> str:
        return " ".join(self.rng.choices(PLAIN, k=WORDS_A_NOTE))

    def vector(self) -> bytes:
        subject = self.rng.choice(self._subjects)
        near = [number + self.rng.gauss(0, 0.7) for number in subject]
        length = math.sqrt(sum(number * number for number in near))
        return pack(f"<{DIMS}f", *(number / length for number in near))


async def _write(places: list[Place], made: _Maker) -> None:
    async def write(place: Place) -> None:
        await place.scratch.load([(str(n), "", made.note()) for n in range(place.chunks)])

    await _side_by_side(write, places)


async def _place(places: list[Place], made: _Maker) -> None:
    async def put(place: Place) -> None:
        await place.scratch.place(MODEL, lambda: Meaning(made.vector(), 0.0))

    await _side_by_side(put, places)


async def _side_by_side(work: Callable[[Place], Awaitable[None]], places: list[Place]) -> None:
    turns = asyncio.Semaphore(SIDE_BY_SIDE)

    async def in_turn(place: Place) -> None:
        async with turns:
            await work(place)

    async with asyncio.TaskGroup() as tasks:
        for place in places:
            tasks.create_task(in_turn(place))


def _seen(scratch: Scratch) -> Where:
    """As somebody asks who sees all of it: the types they may see are named."""
    return found_by(owner_of(scratch), ("activity", "company", "contact", "deal", "task"))


async def _figures(place: Place, made: _Maker, *, indexed: bool) -> dict[str, Any]:
    times, recalls = [], []
    used = await _by_index(place, made) if indexed else False
    tenant_id, where = place.scratch.tenant_id, _seen(place.scratch)
    for _ in range(QUESTIONS):
        words, vector = made.note(6), as_text(made.vector())
        begun = time.perf_counter()
        async with place.scratch.work(commit=False) as uow:
            weighed = await weigh(uow, tenant_id, query_terms(words))
            await by_words(uow, tenant_id, weighed, where=where)
            found = await by_meaning(
                uow, tenant_id, MODEL, vector, where=where, large=indexed, depth=DEPTH
            )
        times.append((time.perf_counter() - begun) * 1000)
        async with place.scratch.work(commit=False) as uow:
            exact = await by_meaning(uow, tenant_id, MODEL, vector, where=where, depth=DEPTH)
        recalls.append(_recall(found, exact))
    times.sort()
    return {
        "name": place.name,
        "chunks": place.chunks,
        "indexed": used,
        "p50_ms": round(median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "recall@10": round(sum(recalls) / len(recalls), 3),
    }


async def _by_index(place: Place, made: _Maker) -> bool:
    """Whether the planner takes the workspace's own index, as the application's role."""
    tenant = place.scratch.tenant_id
    ask = Nearest(tenant, MODEL, as_text(made.vector()), _seen(place.scratch), 0.0, DEPTH)
    sql, args = ask.statement(BY_INDEX, FEW)
    async with place.scratch.work(commit=False) as uow:
        plan = await uow.fetch(f"EXPLAIN {sql}", *args.values)
    return any(Wanted(tenant, MODEL).name in row[0] for row in plan)


def _recall(found: list[Hit], exact: list[Hit]) -> float:
    wanted = {hit.chunk_id for hit in exact[:10]}
    return len(wanted & {hit.chunk_id for hit in found[:10]}) / len(wanted) if wanted else 1.0


async def _note(place: Place, made: _Maker) -> float:
    """Milliseconds until a committed note is found; the index is in the same transaction."""
    times = []
    for number in range(NOTES):
        mark = f"mark{number}q"
        note = Text(record_id=uuid7(), record_type="activity", text=f"{mark} {made.note()}")
        begun = time.perf_counter()
        await place.scratch.write(note)
        async with place.scratch.work(commit=False) as uow:
            weighed = await weigh(uow, place.scratch.tenant_id, query_terms(mark))
            [_hit] = await by_words(uow, place.scratch.tenant_id, weighed)
        times.append((time.perf_counter() - begun) * 1000)
    return round(median(times), 1)


async def _timed(work: Awaitable[Any]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun
