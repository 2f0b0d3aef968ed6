"""A made-up world into the database: workspace by workspace, two at a time, where it stopped."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from datetime import datetime
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from typing import Any

import asyncpg
import msgspec

from app.seed.fill import fill
from app.seed.world import Workspace, workspaces

_POLL_SECONDS = 0.2
_TABLES = "workspace record company contact activity task link event chunk search_term".split()
_counter: "Synchronized[int] | None" = None


class World(msgspec.Struct, frozen=True):
    """What to load."""

    size: str
    language: str
    seed: int
    now: datetime


class Loaded(msgspec.Struct):
    """What was loaded; workspaces that were there already are `skipped`."""

    workspaces: int = 0
    skipped: int = 0
    rows: int = 0
    companies: int = 0
    contacts: int = 0
    activities: int = 0
    tasks: int = 0
    seconds: float = 0.0


async def load(
    dsn: str,
    world: World,
    password_hash: str,
    *,
    processes: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Loaded:
    """Load the world as the role that may copy past row-level security.

    `progress` is told activities done and activities in all. Raises asyncpg's errors.
    """
    started = time.monotonic()
    plans = _plans(world)
    total = sum(plan.size.activities for plan in plans)
    if processes > 1 and len(plans) > 1:
        copied = await _side_by_side(dsn, world, password_hash, processes, progress, total)
    else:
        copied = []
        done = 0

        def add(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        for plan in plans:
            copied.append(await fill(dsn, copy(plan), password_hash, add))
    result = _summed(plans, copied)
    if result.workspaces:
        await _measure(dsn)
    result.seconds = round(time.monotonic() - started, 1)
    return result


@lru_cache(maxsize=1)
def _plans(world: World) -> tuple[Workspace, ...]:
    return tuple(workspaces(world.size, world.language, world.seed, world.now))


def _summed(plans: tuple[Workspace, ...], copied: list[int]) -> Loaded:
    result = Loaded()
    for plan, rows in zip(plans, copied, strict=True):
        if rows:
            result.workspaces += 1
            result.rows += rows
            result.companies += plan.size.companies
            result.contacts += plan.size.contacts
            result.activities += plan.size.activities
            result.tasks += plan.size.tasks
        else:
            result.skipped += 1
    return result


async def _side_by_side(
    dsn: str,
    world: World,
    password_hash: str,
    processes: int,
    progress: Callable[[int, int], None],
    total: int,
) -> list[int]:
    context = get_context("spawn")
    counter = context.Value("q", 0)
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=_begin, initargs=(counter,)
    ) as pool:
        futures = [
            pool.submit(_fill, dsn, world, place, password_hash)
            for place in range(len(_plans(world)))
        ]
        try:
            while not all(future.done() for future in futures):
                await asyncio.sleep(_POLL_SECONDS)
                progress(counter.value, total)
                for future in futures:
                    if future.done():
                        future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        progress(counter.value, total)
        return [future.result() for future in futures]


def _begin(counter: Any) -> None:
    global _counter  # noqa: PLW0603 -- the one thing a loading process shares
    _counter = counter


def _fill(dsn: str, world: World, place: int, password_hash: str) -> int:
    # A copy: its customers are forgotten with it.
    return asyncio.run(fill(dsn, copy(_plans(world)[place]), password_hash, _add))


def _add(count: int) -> None:
    if _counter is not None:
        with _counter.get_lock():
            _counter.value += count


async def _measure(dsn: str) -> None:
    """Let the planner know what came in, where the role may."""
    connection = await asyncpg.connect(dsn)
    try:
        for table in _TABLES:
            await connection.execute(f"ANALYZE {table}")
    finally:
        await connection.close()
