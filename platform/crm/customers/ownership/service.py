"""Spans: each change of an owner closes one and opens the next, in the statement of the change."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from crm.records.ports import Change, on_write
from kernel import clock
from kernel.batch import WriteBatch
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

# Types whose owners are kept; slices above add theirs by `keep_owners`.
KEPT: Final[set[str]] = {"company"}
_CAUSE: Final = {
    "created": "create",
    "claimed": "claim",
    "assigned": "assign",
    "released": "release",
    "reclaimed": "reclaim",
    "offboarded": "offboard",
}

_CLOSE = """
UPDATE ownership_span s SET ended_at = greatest(:at, s.started_at), end_cause = :cause,
    end_reason = :reason
WHERE s.tenant_id = :tenant_id AND s.record_id = :record_id AND s.ended_at IS NULL
RETURNING s.ended_at
"""
_OPEN = """
INSERT INTO ownership_span (tenant_id, id, record_id, record_type, owner_id, started_at, cause,
                            reason, actor_id)
SELECT :tenant_id, :id, :record_id, :record_type, :owner_id, {begins}, :cause, :reason, :actor_id
RETURNING id
"""
_FRESH = _OPEN.format(begins=":at")
_SPANS = """
SELECT s.owner_id, coalesce(nullif(m.name, ''), p.name) AS owner, s.started_at, s.ended_at,
    s.cause, s.reason, s.end_cause, s.end_reason, s.actor_id
FROM ownership_span s JOIN membership m ON m.tenant_id = $1 AND m.id = s.owner_id
JOIN person p ON p.id = m.person_id
WHERE s.tenant_id = $1 AND s.record_id = $2
ORDER BY s.tenant_id, s.record_id, s.started_at DESC, s.id DESC LIMIT 200
"""


class Span(msgspec.Struct, frozen=True):
    """Who had it, from when to when, and why."""

    owner_id: UUID
    owner: str
    started_at: datetime
    ended_at: datetime | None
    cause: str
    reason: str
    end_cause: str | None
    end_reason: str
    actor_id: UUID | None


def keep_owners(type_name: str) -> None:
    """Keep the owners of this type too."""
    KEPT.add(type_name)


def span(batch: WriteBatch, change: Change) -> None:
    """The parts of a write that move its record to another owner."""
    before = change.before["owner_id"] if change.before is not None else None
    owner = change.row["owner_id"]
    if owner == before or change.kind.name not in KEPT:
        return
    said = {
        "tenant_id": change.principal.tenant_id,
        "record_id": change.record_id,
        "at": clock.now(),
        "cause": _cause(change),
        "reason": change.reason,
    }
    opening = _FRESH
    if before is not None:
        closed = batch.add(_CLOSE, **said)
        # Selected from, so that the old span is closed before the new one is opened.
        opening = _OPEN.format(begins=f"greatest(:at, (SELECT max(c.ended_at) FROM {closed} c))")
    if owner is not None:
        batch.add(
            opening,
            **said,
            id=uuid7(),
            record_type=change.kind.name,
            owner_id=owner,
            actor_id=None if change.principal.via == "rule" else change.principal.member_id,
        )


def _cause(change: Change) -> str:
    if change.before is None and change.principal.via == "import":
        return "import"
    return _CAUSE.get(change.action, "transfer")


on_write(span)


async def spans_of(uow: UnitOfWork, principal: Principal, record_id: UUID) -> list[Span]:
    """The owners of a record that the principal has been shown, the present one first."""
    rows = await uow.fetch(_SPANS, principal.tenant_id, record_id)
    return [Span(**row) for row in rows]
