"""Batches as their makers and the administrators see them, and how they are undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from crm.records.cursor import read_cursor, write_cursor
from crm.records.scope import visible
from crm.records.undo.restoring import REFUSED, restore_some
from kernel import clock, jobs
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

AT_ONCE = 200
LISTED = 200
JOB = "batch.undo"

_COLUMNS = """b.id, b.kind, b.record_type, b.label, b.member_id, b.member_name, b.counts,
b.created_at, b.ended_at, b.undoable_until, b.undone_at"""
_ALLOWED = "($2::uuid IS NULL OR b.member_id = $2)"
_ONE = f"SELECT {_COLUMNS} FROM batch b WHERE b.tenant_id = $1 AND {_ALLOWED} AND b.id = $3"
_MANY = f"""
SELECT {_COLUMNS} FROM batch b WHERE b.tenant_id = $1 AND {_ALLOWED}
    AND ($3::timestamptz IS NULL OR (b.created_at, b.id) < ($3, $4))
ORDER BY b.tenant_id, b.created_at DESC, b.id DESC LIMIT $5
"""
_CLAIM = """
UPDATE batch b SET undone_at = $3, undone_by = $4
WHERE b.tenant_id = $1 AND b.id = $2 AND b.undone_at IS NULL AND b.ended_at IS NOT NULL
    AND b.undoable_until > $3
RETURNING b.id
"""
_HELD = "SELECT b.id FROM batch b WHERE b.tenant_id = $1 AND b.id = $2 FOR UPDATE"
_OUTCOMES = """
SELECT i.outcome, count(DISTINCT i.record_id) AS many FROM before_image i
WHERE i.tenant_id = $1 AND i.batch_id = $2 GROUP BY i.outcome
"""
_ORPHANED = """
UPDATE before_image i SET outcome = $3, reason = $4
WHERE i.tenant_id = $1 AND i.batch_id = $2 AND i.outcome = ''
"""


class LeftAlone(msgspec.Struct, frozen=True):
    """A record that was not taken back, and why."""

    type: str
    id: UUID
    title: str
    reason: str


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """A batch: `counts` by what was done; `undo` by how taking back went, `pending` at first.

    `left_alone` names the records that stayed as they are (at most 200, those one may see).
    """

    id: UUID
    kind: str
    record_type: str
    label: str
    member_id: UUID | None
    member_name: str
    counts: dict[str, int]
    created_at: datetime
    ended_at: datetime | None
    undoable_until: datetime
    undone_at: datetime | None
    undoable: bool
    undo: dict[str, int] = {}
    left_alone: list[LeftAlone] = []


class ChangesPage(msgspec.Struct, frozen=True):
    """A page of batches, newest first."""

    items: list[Changes]
    next: str | None


async def batches(
    uow: UnitOfWork, principal: Principal, *, limit: int = 50, after: str = ""
) -> ChangesPage:
    """One's own batches; all of them for administrators."""
    at, last = read_cursor(after) if after else (None, None)
    rows = await uow.fetch(_MANY, principal.tenant_id, _whose(principal), at, last, limit + 1)
    items = [_shown(row) for row in rows[:limit]]
    more = len(rows) > limit
    return ChangesPage(items, write_cursor(items[-1].created_at, items[-1].id) if more else None)


async def batch_of(uow: UnitOfWork, principal: Principal, batch_id: UUID) -> Changes:
    """One batch, and what became of its undoing; `NotFound` for somebody else's."""
    row = await uow.fetchrow(_ONE, principal.tenant_id, _whose(principal), batch_id)
    if row is None:
        raise NotFound
    shown = _shown(row)
    if shown.undone_at is None:
        return shown
    rows = await uow.fetch(_OUTCOMES, principal.tenant_id, batch_id)
    outcomes = {r["outcome"] or "pending": r["many"] for r in rows}
    left = await _left_alone(uow, principal, batch_id)
    return msgspec.structs.replace(shown, undo=outcomes, left_alone=left)


async def undo(uow: UnitOfWork, principal: Principal, batch_id: UUID) -> Changes:
    """Take a batch back, once: a small one now, the rest of a large one as a job."""
    known = await batch_of(uow, principal, batch_id)
    now, me = clock.now(), principal
    if not await uow.fetchval(_CLAIM, me.tenant_id, batch_id, now, me.member_id):
        raise Conflict(_why_not(known))
    if await restore_some(uow, principal, batch_id, AT_ONCE):
        await _go_on(uow, principal.member_id, batch_id)
    return await batch_of(uow, principal, batch_id)


@jobs.job(JOB)
async def go_on(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next records of a large batch, as the member who asked for it."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    batch_id, member_id = UUID(payload["batch_id"]), UUID(payload["member_id"])
    if await uow.fetchval(_HELD, tenant, batch_id) is None:
        return
    acting = await member(uow, tenant, member_id, via="system")
    if acting is None:
        why = _("Whoever asked for it is no member any more.")
        await uow.execute(_ORPHANED, tenant, batch_id, REFUSED, why)
    elif await restore_some(uow, acting, batch_id, AT_ONCE):
        await _go_on(uow, member_id, batch_id)


async def _go_on(uow: UnitOfWork, member_id: UUID, batch_id: UUID) -> None:
    await jobs.enqueue(uow, JOB, {"batch_id": str(batch_id), "member_id": str(member_id)})


async def _left_alone(uow: UnitOfWork, principal: Principal, batch_id: UUID) -> list[LeftAlone]:
    args = Args(principal.tenant_id, batch_id)
    scope = visible(principal, args, "r")
    rows = await uow.fetch(
        f"SELECT DISTINCT ON (i.tenant_id, i.record_id) r.type, r.id, r.title, i.reason "
        f"FROM before_image i "
        f"JOIN record r ON r.tenant_id = $1 AND r.id = i.record_id "
        f"WHERE i.tenant_id = $1 AND i.batch_id = $2 AND i.outcome = ANY('{{edited,refused}}') "
        f"AND {scope} ORDER BY i.tenant_id, i.record_id, i.id LIMIT {LISTED}",
        *args.values,
    )
    return [LeftAlone(**row) for row in rows]


def _whose(principal: Principal) -> UUID | None:
    return None if principal.may("settings:workspace") else principal.member_id


def _shown(row: Mapping[str, Any]) -> Changes:
    open_to = row["ended_at"] is not None and row["undone_at"] is None
    return Changes(**row, undoable=open_to and row["undoable_until"] > clock.now())


def _why_not(known: Changes) -> str:
    if known.ended_at is None:
        return _("This is still running. Wait until it is done, or cancel it.")
    if known.undone_at is not None or known.undoable:
        return _("This was undone already.")
    return _("This was too long ago to be undone.")
