"""Races: many do the same thing at the same moment, round after round, and one may win."""

import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import asyncpg
import httpx
import msgspec

from app.composition import compose
from app.drills.arena import Arena
from app.drills.product import Product
from crm.records.beside import store
from kernel.database import Database

Round = Callable[[Arena], Awaitable[None]]


class Race(msgspec.Struct, frozen=True):
    """One round of it raises `Wrong` where two won, or nobody, or something was lost."""

    name: str
    round: Round


class Outcome(msgspec.Struct):
    """How a race went; `said` is what was wrong with the first of its wrong rounds."""

    rounds: int = 0
    wrong: int = 0
    seconds: float = 0.0
    said: str = ""


class Verdict(msgspec.Struct):
    """All races together, and each."""

    rounds: int
    wrong: int
    seconds: float
    races: dict[str, Outcome]


class Wrong(Exception):
    """What came out is not what may come out."""


RACES: Final[dict[str, Race]] = {}


def race(name: str) -> Callable[[Round], Round]:
    """Register one round of a race; a new file in `app.drills.races` is found by itself."""

    def register(run: Round) -> Round:
        RACES[name] = Race(name, run)
        return run

    return register


def demand(holds: object, *said: object) -> None:
    """Or the round was wrong."""
    if not holds:
        raise Wrong(" | ".join(str(part) for part in said)[:500])


async def run(race: Race, arena: Arena, rounds: int) -> Outcome:
    """So many rounds of one race."""
    outcome, began = Outcome(), time.monotonic()
    for _ in range(rounds):
        await arena.forget_tries()
        outcome.rounds += 1
        try:
            await race.round(arena)
        except Wrong as wrong:
            outcome.wrong += 1
            outcome.said = outcome.said or str(wrong)
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


async def drill(
    product: Product, names: Iterable[str], rounds: int, say: Callable[[str], None]
) -> Verdict:
    """Run the named races over HTTP against a product that lives."""
    compose()
    # What a worker does here is done with the files that the product was given.
    store.use(product.settings)
    looker = await asyncpg.connect(product.addresses.admin)
    database = Database(product.addresses.worker)
    await database.open()
    arena = Arena(lambda: httpx.AsyncClient(base_url=product.url, timeout=60), looker, database)
    races: dict[str, Outcome] = {}
    try:
        await arena.open()
        for name in names:
            races[name] = outcome = await run(RACES[name], arena, rounds)
            say(f"{name}: {outcome.wrong} of {rounds} wrong in {outcome.seconds} s {outcome.said}")
    finally:
        await arena.close()
        await database.close()
        await looker.close()
    done = races.values()
    return Verdict(
        sum(o.rounds for o in done),
        sum(o.wrong for o in done),
        round(sum(o.seconds for o in done), 1),
        races,
    )
