"""How long the look for duplicates takes in a workspace full of believable firms and people."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import psutil

from app.bench.asking import visitor
from app.bench.world import BenchWorld, fill
from app.composition import compose
from app.databases import Addresses
from app.seed.firms import firm
from app.seed.people import chinese_name, english_name
from app.seed.picks import pick
from app.seed.tongue import TONGUES
from crm.records.duplicates.keys import VERSION, keys
from crm.records.types import record_type
from kernel.ids import uuid7
from kernel.settings import Settings

ASKED = 300
GOAL_MS = 30
_ABOUT = "SELECT m.id, m.team_id FROM membership m WHERE m.tenant_id = $1"


async def measure(
    settings: Settings, addresses: Addresses, size: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Milliseconds of a question over HTTP, in the process; half firms, half people."""
    compose()
    rng = random.Random(7)  # noqa: S311 -- the same names each time
    say(f"filling a workspace with {size:,} companies and {size:,} contacts")
    world = await fill(addresses.restore, 1)
    made = {name: list(_rows(rng, name, size)) for name in ("company", "contact")}
    await _keep(addresses.restore, world, made)
    asked = {
        name: [_mistyped(rng, pick(rng, rows)) for _ in range(ASKED)] for name, rows in made.items()
    }
    async with visitor(settings, addresses) as http:
        return {
            "size": size,
            "goal_ms": GOAL_MS,
            **{n: await _ask(http, world, n, bodies) for n, bodies in asked.items()},
        }


async def _ask(
    http: httpx.AsyncClient, world: BenchWorld, name: str, bodies: list[dict[str, Any]]
) -> dict[str, Any]:
    url = f"/api/v1/{world.slug}/{record_type(name).plural}/duplicates"
    times, found, busy = [], 0, _cpu()
    for body in bodies:
        began = time.perf_counter()
        answer = await http.post(url, json=body, headers={"Authorization": f"Bearer {world.token}"})
        times.append((time.perf_counter() - began) * 1000)
        answer.raise_for_status()
        found += any(answer.json().values())
    busy = _cpu() - busy
    times = sorted(times[len(times) // 10 :])
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "max_ms": round(times[-1], 2),
        "cpu_ms": round(busy * 1000 / len(bodies), 2),
        "found": round(found / len(bodies), 3),
    }


def _cpu() -> float:
    """Seconds of processor time of this process and of its database."""
    mine = psutil.Process()
    return float(sum(sum(p.cpu_times()[:2]) for p in (mine, *mine.children(recursive=True))))


def _rows(rng: random.Random, name: str, size: int) -> Iterator[dict[str, Any]]:
    for number in range(size):
        code = "zh" if number % 2 else "en"
        tongue = TONGUES[code]
        if name == "contact":
            made = (
                english_name(rng) if code == "en" else chinese_name(rng, pick(rng, tongue.titles))
            )
            mail = f"{made.given}.{made.family}{number}@example{number % 9973}.com"
            yield {"name": made.full, "emails": [{"value": mail}], "phones": []}
            continue
        industry = pick(rng, pick(rng, tongue.trades).buyers)
        business = firm(rng, code, industry, pick(rng, tongue.cities), set())
        site = f"https://{business.stem}{number}.example"
        phone = f"+4930{number:08}"
        yield {"name": business.name, "website": site, "phones": [{"value": phone}], "emails": []}


def _mistyped(rng: random.Random, row: dict[str, Any]) -> dict[str, Any]:
    """As somebody types it again: a letter missing, no legal form, another number."""
    name = row["name"]
    at = rng.randrange(1, max(len(name) - 1, 2))
    said = name if rng.random() < 0.5 else name[:at] + name[at + 1 :]  # noqa: PLR2004
    body: dict[str, Any] = {"name": said or name}
    if rng.random() < 0.3:  # noqa: PLR2004
        body["emails"] = row["emails"] or [{"value": "info@new-one.example"}]
    return body


async def _keep(dsn: str, world: BenchWorld, made: dict[str, list[dict[str, Any]]]) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        member = await connection.fetchrow(_ABOUT, world.tenant_id)
        assert member is not None  # noqa: S101 -- the world has just been made
        for name, rows in made.items():
            ids = [uuid7() for _ in rows]
            await _copy(
                connection, world.tenant_id, name, list(zip(ids, rows, strict=True)), member
            )
        await connection.execute("ANALYZE record, match_key")
    finally:
        await connection.close()


async def _copy(
    connection: Any, tenant: UUID, name: str, rows: list[tuple[UUID, dict[str, Any]]], member: Any
) -> None:
    kind = record_type(name)
    anchors = [
        (tenant, record_id, name, row["name"], member["id"], member["team_id"])
        for record_id, row in rows
    ]
    await connection.copy_records_to_table(
        "record",
        records=anchors,
        columns=("tenant_id", "id", "type", "title", "owner_id", "team_id"),
    )
    found = [
        (tenant, name, key, record_id)
        for record_id, row in rows
        for key in (*keys(kind, row), VERSION)
    ]
    await connection.copy_records_to_table(
        "match_key", records=found, columns=("tenant_id", "record_type", "key", "record_id")
    )


def shown(figures: dict[str, Any]) -> Iterator[str]:
    """A line for each type."""
    for name in ("company", "contact"):
        one = figures[name]
        met = "met" if one["p95_ms"] < GOAL_MS else "not met"
        yield (
            f"{name} among {figures['size']:,}: p50 {one['p50_ms']} ms, p95 {one['p95_ms']} ms, "
            f"max {one['max_ms']} ms (goal {GOAL_MS} ms: {met}), "
            f"cpu of server and database {one['cpu_ms']} ms; found {one['found']:.0%}"
        )
