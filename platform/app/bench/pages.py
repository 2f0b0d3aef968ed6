"""How long the server works at a page of a large workspace: pages a rep has open all day."""

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

import asyncpg

from app.bench.asking import against, median, visitor
from app.bench.world import ANCHORS, COMPANIES
from app.databases import Addresses
from kernel.settings import Settings

GOALS_MS: Final = {"board": 60, "customer": 60}
PAGE_GOAL_MS: Final = 30
DEALS: Final = 2_000
VISITS: Final = 300
TURNS: Final = 30

_OWNER = "SELECT m.id FROM membership m WHERE m.tenant_id = $1"
_VISITS = """
INSERT INTO activity (tenant_id, id, kind, text, happened_at, owner_id, created_at, updated_at)
SELECT r.tenant_id, r.id, 'visit', r.title, now() - (row_number() OVER () || ' hours')::interval,
       r.owner_id, now(), now()
FROM record r WHERE r.tenant_id = $1 AND r.type = 'activity' ON CONFLICT DO NOTHING
"""
# All visits, and every hundredth deal, are with the first company: the one that is looked at.
_DEALS = """
INSERT INTO deal (tenant_id, id, name, amount, amount_base, pipeline_id, stage_id, rank,
                  expected_close, owner_id, created_at, updated_at, stage_entered_at)
SELECT r.tenant_id, r.id, r.title, jsonb_build_object('amount_minor', 100000, 'currency', 'EUR'),
       100000, s.pipeline_id, s.id, r.n * 1024, current_date + (r.n % 90)::int,
       r.owner_id, now(), now(), now() - (r.n || ' minutes')::interval
FROM (SELECT r.*, row_number() OVER (ORDER BY r.id) AS n FROM record r
      WHERE r.tenant_id = $1 AND r.type = 'deal') r
JOIN (SELECT s.*, row_number() OVER (ORDER BY s.position) - 1 AS at, count(*) OVER () AS of
      FROM stage s WHERE s.tenant_id = $1 AND s.kind = 'open') s
  ON s.tenant_id = r.tenant_id AND s.at = r.n % s.of
ON CONFLICT DO NOTHING
"""
_LINKS = """
INSERT INTO link (tenant_id, from_id, kind, to_id)
SELECT r.tenant_id, r.id, CASE r.type WHEN 'deal' THEN 'companies' ELSE 'links' END, c.id
FROM (SELECT r.*, row_number() OVER (PARTITION BY r.type ORDER BY r.id) AS n FROM record r
      WHERE r.tenant_id = $1 AND r.type IN ('activity', 'deal')) r
JOIN (SELECT c.*, row_number() OVER (ORDER BY c.id) AS n FROM company c WHERE c.tenant_id = $1) c
  ON c.tenant_id = r.tenant_id AND c.n = CASE
     WHEN r.type = 'activity' OR r.n % 100 = 0 THEN 1 ELSE r.n END
ON CONFLICT DO NOTHING
"""


async def measure(
    settings: Settings, addresses: Addresses, size: int, say: Callable[[str], None]
) -> dict[str, float]:
    """The median of each page in milliseconds, asked for one at a time by its owner's browser."""
    async with visitor(settings, addresses) as client:
        said = await client.post("/api/v1/signup", json=_owner(size))
        said.raise_for_status()
        made = said.json()
        say(f"filling a workspace with {size:,} companies and {DEALS:,} open deals")
        company = await _fill(addresses.restore, UUID(made["workspace"]["id"]), size)
        base = f"/{made['workspace']['slug']}"
        cookies = {"Cookie": f"__Host-session={made['token']}"}
        return {
            name: await median(client, f"{base}{path}", cookies, TURNS)
            for name, path in _pages(company).items()
        }


def _owner(size: int) -> dict[str, str]:
    return {
        "email": f"bench-pages-{size}@example.com",
        "password": "a long enough password",
        "company": f"Bench pages {size}",
        "language": "en",
        "time_zone": "Europe/Berlin",
    }


def _pages(company: UUID) -> dict[str, str]:
    return {
        "board": "/deals",
        "customer": f"/companies/{company}",
        "home": "",
        "companies": "/companies",
        "contacts": "/contacts",
        "activities": "/activities",
        "tasks": "/tasks",
        "deals as a list": "/deals/all",
        "calendar": "/calendar",
        "search": "/search?q=c4ca423",
    }


async def _fill(restore_dsn: str, tenant: UUID, size: int) -> UUID:
    """The first company, with which everything happened."""
    connection = await asyncpg.connect(restore_dsn)
    try:
        member = await connection.fetchval(_OWNER, tenant)
        for name, count in (("company", size), ("activity", VISITS), ("deal", DEALS)):
            await connection.execute(ANCHORS, tenant, name, member, None, count)
        for statement in (COMPANIES, _VISITS, _DEALS, _LINKS):
            await connection.execute(statement, tenant)
        await connection.execute("ANALYZE record, company, activity, deal, link")
        first: UUID = await connection.fetchval(
            "SELECT id FROM company WHERE tenant_id = $1 ORDER BY id LIMIT 1", tenant
        )
    finally:
        await connection.close()
    return first


def shown(figures: dict[str, float]) -> Iterator[str]:
    """A line for each page."""
    return against(figures, lambda name: GOALS_MS.get(name, PAGE_GOAL_MS))
