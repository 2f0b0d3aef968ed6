"""Recording a batch: each write of it leaves, in its own statement, what it replaced.

`async with recorded(uow, principal, "merge", "company") as batch:` gives a `batch.principal`;
whatever acts as that principal can be taken back with `undo`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from crm.records.ports import BATCH_ENDS, Change, on_write, plain
from kernel import clock
from kernel.batch import WriteBatch
from kernel.ids import uuid7
from kernel.model import insert_rows
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

UNDOABLE = timedelta(days=7)

_BEGIN = """
INSERT INTO batch (tenant_id, id, kind, record_type, label, member_id, member_name, created_at,
                   undoable_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_END = """
UPDATE batch b SET ended_at = $3, undoable_until = $4, counts = (
    SELECT coalesce(jsonb_object_agg(c.action, c.many), '{}') FROM (
        SELECT i.action, count(DISTINCT i.record_id) AS many FROM before_image i
        WHERE i.tenant_id = $1 AND i.batch_id = $2 GROUP BY i.action) c)
WHERE b.tenant_id = $1 AND b.id = $2
RETURNING b.counts
"""
_EMPTY = "DELETE FROM batch WHERE tenant_id = $1 AND id = $2"
# The parts of one statement see the links as they were before it.
_IMAGE = """
INSERT INTO before_image (tenant_id, id, batch_id, record_id, record_type, action, before,
                          version_after)
SELECT :tenant_id, :id, :batch_id, :record_id, :record_type, :action,
    CASE WHEN :before::jsonb IS NULL THEN NULL ELSE :before::jsonb || jsonb_build_object('links',
        (SELECT coalesce(jsonb_object_agg(k.kind, coalesce(l.ids, '[]')), '{}')
         FROM unnest(:kinds::text[]) AS k(kind) LEFT JOIN (
            SELECT o.kind, jsonb_agg(o.to_id ORDER BY o.position, o.to_id) AS ids FROM link o
            WHERE o.tenant_id = :tenant_id AND o.from_id = :record_id GROUP BY o.kind
         ) l ON l.kind = k.kind)) END,
    :version_after
ON CONFLICT DO NOTHING
"""
_ROWS = """
INSERT INTO before_image (tenant_id, id, batch_id, record_id, record_type, action, before)
VALUES (:tenant_id, :id, :batch_id, :record_id, :record_type, :action, :before)
RETURNING id
"""


class Recording(msgspec.Struct):
    """A batch in the making; `counts` are records by action, known when it has ended."""

    id: UUID
    principal: Principal
    counts: dict[str, int] = {}


@asynccontextmanager
async def recorded(
    uow: UnitOfWork,
    principal: Principal,
    kind: str,
    record_type: str,
    label: str = "",
    *,
    keep: timedelta = UNDOABLE,
) -> AsyncIterator[Recording]:
    """Everything in the block is one batch; one in which nothing was changed leaves no trace."""
    acting = await begin(uow, principal, kind, record_type, label)
    recording = Recording(acting.batch_id, acting)  # type: ignore[arg-type]
    yield recording
    recording.counts = await end(uow, acting, keep)


async def begin(
    uow: UnitOfWork, principal: Principal, kind: str, record_type: str, label: str = ""
) -> Principal:
    """The principal acting in a new batch, for work that takes several transactions."""
    now, batch_id = clock.now(), uuid7()
    me = principal
    named = (kind, record_type, label[:200], me.member_id, me.name)
    await uow.execute(_BEGIN, me.tenant_id, batch_id, *named, now, now + UNDOABLE)
    return msgspec.structs.replace(principal, batch_id=batch_id)


async def end(uow: UnitOfWork, acting: Principal, keep: timedelta = UNDOABLE) -> dict[str, int]:
    """Close the batch: from now on it can be undone, for a week unless said otherwise."""
    now = clock.now()
    counts: dict[str, int] = await uow.fetchval(
        _END, acting.tenant_id, acting.batch_id, now, now + keep
    )
    if not counts:
        await uow.execute(_EMPTY, acting.tenant_id, acting.batch_id)
    for hear in BATCH_ENDS:
        await hear(uow, acting)
    return counts


def record(batch: WriteBatch, change: Change) -> None:
    """The image of what a write replaces; nothing where no batch is recorded."""
    me, before = change.principal, change.before
    if me.batch_id is None:
        return
    version = before["version"] if before is not None else 0
    batch.add(
        _IMAGE,
        tenant_id=me.tenant_id,
        id=uuid7(),
        batch_id=me.batch_id,
        record_id=change.record_id,
        record_type=change.kind.name,
        action=change.action,
        before=image(change),
        kinds=list(change.links),
        version_after=version + 1,
    )


def record_many(batch: WriteBatch, changes: list[Change]) -> None:
    """The images of many new records."""
    me = changes[0].principal
    if me.batch_id is None:
        return
    said: dict[str, Any] = {
        "tenant_id": me.tenant_id,
        "batch_id": me.batch_id,
        "before": None,
        "version_after": 1,
    }
    said |= {"action": "created", "outcome": "", "reason": ""}
    images = [
        {**said, "id": uuid7(), "record_id": c.record_id, "record_type": c.kind.name}
        for c in changes
    ]
    batch.add(insert_rows("before_image"), tenant_id=me.tenant_id, rows=images)


def image(change: Change) -> dict[str, Any] | None:
    """The columns that a change replaces, as they were; None for a record that was not there."""
    before = change.before
    if before is None:
        return None
    changed = sorted(change.changed & set(change.kind.columns))
    return {"columns": plain({c: before[c] for c in changed}), "version": before["version"]}


async def remember_rows(
    uow: UnitOfWork, principal: Principal, whose: tuple[str, UUID], table: str, **rows: Any
) -> None:
    """`record_rows` in a statement of its own, in the transaction of the move."""
    batch = WriteBatch()
    record_rows(batch, principal, whose, table, **rows)
    await batch.run(uow)


def record_rows(
    batch: WriteBatch,
    principal: Principal,
    whose: tuple[str, UUID],
    table: str,
    *,
    before: list[dict[str, Any]] | None = None,
    after: list[dict[str, Any]] | None = None,
) -> None:
    """Rows of a joining table (link, tagging, share, ...) that this write takes and puts.

    `whose` is the type and id of the record; rows are whole, without `tenant_id`. Undoing takes
    those `after` away and puts those `before` back.
    """
    if principal.batch_id is not None:
        batch.add(
            _ROWS,
            tenant_id=principal.tenant_id,
            id=uuid7(),
            batch_id=principal.batch_id,
            record_id=whose[1],
            record_type=whose[0],
            action="moved",
            before=plain({"table": table, "before": before or [], "after": after or []}),
        )


on_write(record, many=record_many)
