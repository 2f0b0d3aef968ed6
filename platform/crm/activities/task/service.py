"""Tasks: opened, reminded of, closed, reopened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from crm.activities.followed import derive, promised
from crm.activities.task.model import TASK, AlreadyClosed
from crm.records.ports import Change
from crm.records.reading import View
from crm.records.service import Records, serve
from crm.records.types import Row
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.jobs import enqueue_part


@serve
class Tasks(Records):
    """The engine's behaviour, and the life of a task."""

    kind = TASK

    async def close(self, task_id: UUID, status: str = "done", result: str | None = None) -> View:
        """Done, or not needed any more; keeps what came of it."""
        before = await self._held(task_id, None)
        if before["status"] != "open":
            raise AlreadyClosed
        text = (result or "").replace("\x00", "").strip()[:2000] or None
        return await self._move(before, status=status, closed_at=clock.now(), result=text)

    async def reopen(self, task_id: UUID) -> View:
        """Undo the closing."""
        before = await self._held(task_id, None)
        if before["status"] == "open":
            raise Conflict(_("This task is open already."))
        return await self._move(before, status="open", closed_at=None, result=None)

    async def conclude(self, task_id: UUID, result: str | None) -> View:
        """Say afterwards what came of it."""
        before = await self._held(task_id, None)
        if before["status"] == "open":
            raise Conflict(_("This task is open. Close it first."))
        text = (result or "").replace("\x00", "").strip()[:2000] or None
        return await self._move(before, result=text)

    async def snooze(self, task_id: UUID, until: datetime) -> View:
        """Remind later."""
        before = await self._held(task_id, None)
        if before["status"] != "open":
            raise AlreadyClosed
        if until.tzinfo is None:
            raise Invalid(fields={"until": _("A time needs its offset, such as +01:00 or Z.")})
        return await self._move(before, remind_at=until, reminded_at=None)

    async def _move(self, before: Row, **values: Any) -> View:
        row = {**before, **values, "updated_at": clock.now()}
        changed = frozenset(name for name in values if row[name] != before[name])
        await self._update("updated", row, before, changed, {})
        return await self.get(before["id"])

    def complete(self, row: dict[str, Any], values: dict[str, Any], /) -> None:
        if "origin_id" in values:
            row["origin_id"] = values["origin_id"]
        if "remind_at" not in values and ("due_at" in values or row["remind_at"] is None):
            row["remind_at"] = row["due_at"]
        if "due_at" in values or "remind_at" in values:
            row["reminded_at"] = None

    def effects(self, batch: WriteBatch, change: Change) -> None:
        row = change.row
        if change.before is None and row["due_at"] and change.links.get("links"):
            promised(batch, self.principal.tenant_id, change.links["links"], row["due_at"])
        moved = change.before is None or change.before["remind_at"] != row["remind_at"]
        if row["remind_at"] and row["status"] == "open" and moved:
            enqueue_part(
                batch,
                "task.remind",
                {"task_id": str(change.record_id)},
                tenant_id=self.principal.tenant_id,
                at=row["remind_at"],
            )

    async def after(self, change: Change) -> None:
        if change.before is not None:
            old = [UUID(link[1]) for link in change.before["_links"] or ()]
            await derive(self.uow, self.principal.tenant_id, [*old, *change.links.get("links", ())])
