"""Lists that are filtered and sorted by custom fields: how long one answer takes."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import asyncpg

from app.bench.asking import against, median, visitor
from app.bench.world import BenchWorld, fill
from app.databases import Addresses
from kernel.ids import uuid7
from kernel.settings import Settings

GOAL_MS: Final = 40
TURNS: Final = 40

_FIELD = """
INSERT INTO custom_field (tenant_id, id, type, key, value_kind, labels, created_at)
VALUES ($1, $2, 'contact', $3, $4, '{"en": "Bench"}', now())
"""
# Two of three contacts have a value.
_VALUES = """
INSERT INTO custom_value (tenant_id, record_id, field_id, place, value, {side})
SELECT c.tenant_id, c.id, $2, 0, to_jsonb(v.one), v.one
FROM (SELECT c.tenant_id, c.id, row_number() OVER (ORDER BY c.id) AS n FROM contact c
      WHERE c.tenant_id = $1) c, LATERAL (SELECT {one} AS one) v
WHERE c.n % 3 > 0 ON CONFLICT DO NOTHING
"""
_FIELDS: Final = {
    "score": ("number", "number_value", "(c.n * 7919) % 100000"),
    "grade": ("text", "text_value", "(ARRAY['gold', 'silver', 'tin', 'iron'])[1 + c.n % 4]"),
    "since": ("date", "day_value", "date '2020-01-01' + (c.n % 2000)::int"),
}
_ASKS: Final[dict[str, dict[str, Any]]] = {
    "number equals": {"filter": {"field": "custom.score", "op": "eq", "value": 7919}},
    "number between (1 %)": {
        "filter": {"field": "custom.score", "op": "between", "value": [500, 1500]}
    },
    "one of four words": {"filter": {"field": "custom.grade", "op": "eq", "value": "gold"}},
    "a day (0.05 %)": {"filter": {"field": "custom.since", "op": "eq", "value": "2021-05-05"}},
    "no value (a third)": {"filter": {"field": "custom.score", "op": "is_empty"}},
    "sorted by number": {"sort": "-custom.score"},
    "sorted by day, one word": {
        "sort": "custom.since",
        "filter": {"field": "custom.grade", "op": "eq", "value": "tin"},
    },
    "without fields": {},
}


async def measure(
    settings: Settings, addresses: Addresses, size: int, say: Callable[[str], None]
) -> dict[str, float]:
    """The median of each question in milliseconds, asked one at a time through HTTP."""
    say(f"filling a workspace with {size:,} contacts")
    world = await fill(addresses.restore, size)
    await _shape(addresses.restore, world.tenant_id)
    async with visitor(settings, addresses) as client:
        token = {"Authorization": f"Bearer {world.token}"}
        return {
            n: await median(client, _path(world, ask), token, TURNS) for n, ask in _ASKS.items()
        }


async def _shape(restore_dsn: str, tenant_id: UUID) -> None:
    connection = await asyncpg.connect(restore_dsn)
    try:
        for key, (kind, side, one) in _FIELDS.items():
            made = uuid7()
            await connection.execute(_FIELD, tenant_id, made, key, kind)
            await connection.execute(_VALUES.format(side=side, one=one), tenant_id, made)
        await connection.execute("UPDATE workspace SET shape_version = 1 WHERE id = $1", tenant_id)
        await connection.execute("ANALYZE custom_value")
    finally:
        await connection.close()


def _path(world: BenchWorld, ask: dict[str, Any]) -> str:
    said = {k: v if isinstance(v, str) else json.dumps(v) for k, v in ask.items()}
    return f"/api/v1/{world.slug}/contacts?{urlencode(said)}"


def shown(figures: dict[str, float]) -> Iterator[str]:
    """A line for each question."""
    return against(figures, lambda _name: GOAL_MS)
