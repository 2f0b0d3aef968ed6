"""What is kept beside a deal: how long it stood where, and how its competitors fared."""

from typing import Any
from uuid import UUID

from crm.records.ports import Change
from kernel.batch import WriteBatch
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_CLOSED = """
UPDATE deal_stage_span SET to_at = :at
WHERE tenant_id = :tenant_id AND deal_id = :deal_id AND to_at IS NULL
RETURNING deal_id
"""
_OPENED = """
INSERT INTO deal_stage_span (tenant_id, id, deal_id, stage_id, from_at)
VALUES (:tenant_id, :id, :deal_id, :stage_id, :at)
"""
# Reading the closed span makes PostgreSQL close it before it opens the next one.
_FOLLOWED = """
INSERT INTO deal_stage_span (tenant_id, id, deal_id, stage_id, from_at)
SELECT :tenant_id, :id, :deal_id, :stage_id, :at FROM (SELECT count(*) FROM w{n}) closed
RETURNING id
"""
_LAST = """
SELECT p.stage_id FROM deal_stage_span p
JOIN stage s ON s.tenant_id = $1 AND s.id = p.stage_id AND s.kind = 'open'
    AND s.archived_at IS NULL
WHERE p.tenant_id = $1 AND p.deal_id = $2
ORDER BY p.tenant_id, p.from_at DESC, p.id DESC LIMIT 1
"""
_ALL = """
SELECT p.stage_id, s.name, p.from_at, p.to_at FROM deal_stage_span p
JOIN stage s ON s.tenant_id = $1 AND s.id = p.stage_id
WHERE p.tenant_id = $1 AND p.deal_id = $2 ORDER BY p.tenant_id, p.from_at, p.id LIMIT 200
"""
_FARED = """
INSERT INTO deal_competitor (tenant_id, deal_id, competitor_id, outcome)
SELECT $1, $2, u.id, CASE WHEN u.id = $5 THEN 'won' ELSE $4 END
FROM unnest($3::uuid[]) AS u(id)
ON CONFLICT (tenant_id, deal_id, competitor_id) DO UPDATE SET outcome = excluded.outcome
"""
_FORGOTTEN = "DELETE FROM deal_competitor WHERE tenant_id = $1 AND deal_id = $2"
_OUTCOMES = """
SELECT c.competitor_id, c.outcome FROM deal_competitor c
WHERE c.tenant_id = $1 AND c.deal_id = $2 ORDER BY c.tenant_id, c.competitor_id
"""


def keep(batch: WriteBatch, change: Change) -> None:
    """A span for a new deal; for a moved one the old span ends where the new one begins."""
    row, before = change.row, change.before
    values = {
        "tenant_id": change.principal.tenant_id,
        "deal_id": change.record_id,
        "at": row["updated_at"],
    }
    opened = {**values, "id": uuid7(), "stage_id": row["stage_id"]}
    if before is None:
        batch.add(_OPENED, **opened)
        return
    ends = row["status"] == "invalid" and before["status"] != "invalid"
    begins = row["status"] != "invalid" and before["status"] == "invalid"
    moved = row["stage_id"] != before["stage_id"]
    if not (ends or begins or moved):
        return
    place = len(batch)
    batch.add(_CLOSED, **values)
    if not ends:
        batch.add(_FOLLOWED.replace("{n}", str(place)), **opened)


async def last_open(uow: UnitOfWork, principal: Principal, deal_id: UUID) -> UUID | None:
    """The open stage in which the deal stood last."""
    found: UUID | None = await uow.fetchval(_LAST, principal.tenant_id, deal_id)
    return found


async def spans_of(uow: UnitOfWork, principal: Principal, deal_id: UUID) -> list[dict[str, Any]]:
    """Where it stood, from when to when."""
    return [dict(row) for row in await uow.fetch(_ALL, principal.tenant_id, deal_id)]


async def outcomes_of(uow: UnitOfWork, principal: Principal, deal_id: UUID) -> list[dict[str, Any]]:
    """How the competitors fared, once it is closed."""
    return [dict(row) for row in await uow.fetch(_OUTCOMES, principal.tenant_id, deal_id)]


async def competitors(
    uow: UnitOfWork,
    principal: Principal,
    deal_id: UUID,
    ids: list[str],
    outcome: str,
    winner: UUID | None,
) -> None:
    """Keep how each fared with a closed deal; with an open one nothing is settled."""
    await uow.execute(_FORGOTTEN, principal.tenant_id, deal_id)
    if outcome and ids:
        found = [UUID(i) for i in ids]
        await uow.execute(_FARED, principal.tenant_id, deal_id, found, outcome, winner)
