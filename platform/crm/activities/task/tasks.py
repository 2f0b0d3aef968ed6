"""Reminders: each fires once, however many workers there are and however late they wake."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from kernel import clock, jobs
from kernel.transaction import UnitOfWork
from tenants.notifications.service import notify

# A queue whose clock runs ahead of ours must not lose the reminder.
SOON: Final = timedelta(minutes=5)
LATE: Final = timedelta(minutes=15)

# The row is locked by whoever edits, closes or fires; the loser sees what the winner left.
_FIRE = """
UPDATE task t SET reminded_at = $3
WHERE t.tenant_id = $1 AND t.id = $2 AND t.status = 'open' AND t.deleted_at IS NULL
    AND t.reminded_at IS NULL AND t.remind_at <= $3
RETURNING t.title, t.owner_id, t.created_by, t.remind_at
"""
_ABOUT = """
SELECT r.title FROM link l
JOIN record r ON r.tenant_id = $1 AND r.id = l.to_id AND r.deleted_at IS NULL
WHERE l.tenant_id = $1 AND l.from_id = $2 AND l.kind = 'links'
ORDER BY l.tenant_id, l.position
"""
_WHEN = """
SELECT t.remind_at FROM task t WHERE t.tenant_id = $1 AND t.id = $2 AND t.status = 'open'
    AND t.deleted_at IS NULL AND t.reminded_at IS NULL AND t.remind_at <= $3
"""


@jobs.job("task.remind")
async def remind(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Fire, unless the task was closed, deleted, moved or reminded of meanwhile."""
    tenant_id, task_id, now = uow.tenant_id, UUID(payload["task_id"]), clock.now()
    if tenant_id is None:
        raise RuntimeError("task.remind runs inside a workspace")
    row = await uow.fetchrow(_FIRE, tenant_id, task_id, now)
    if row is None:
        when = await uow.fetchval(_WHEN, tenant_id, task_id, now + SOON)
        if when is not None:
            await jobs.enqueue(uow, "task.remind", payload, at=when)
        return
    if row["owner_id"] is None:
        return
    about = await uow.fetch(_ABOUT, tenant_id, task_id)
    await notify(
        uow,
        member_id=row["owner_id"],
        kind="reminder",
        title=row["title"],
        body=" · ".join(entry["title"] for entry in about),
        record_type="task",
        record_id=task_id,
        # Whoever set the alarm for the night wants to be woken, if it is on time.
        awaited=row["created_by"] == row["owner_id"] and now - row["remind_at"] < LATE,
    )
