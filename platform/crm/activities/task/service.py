"""Tasks: opened, reminded of, closed, reopened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from crm.activities.followed import derive, promised
from crm.activities.task.following import following
from crm.activities.task.model import TASK, AlreadyClosed
from crm.activities.task.ports import happened
from crm.records.ports import Change
from crm.records.reading import View, demand_visible
from crm.records.service import Records, serve
from crm.records.types import Row
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.jobs import enqueue_part
from kernel.principal import unveiled

_FOLLOWING = """
SELECT 1 FROM task t WHERE t.tenant_id = $1 AND t.follows_id = $2 AND t.deleted_at IS NULL
ORDER BY t.tenant_id LIMIT 1
"""
_ACTIVE = """
SELECT 1 FROM membership m WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active'
"""


class WordNeeded(Invalid):
    """A planned contact is done when somebody says what came of it."""

    def __init__(self) -> None:
        word = _("Say in a line what came of it: it becomes the record of this contact.")
        super().__init__(word, fields={"result": word})


@serve
class Tasks(Records):
    """The engine's behaviour, and the life of a task."""

    kind = TASK

    async def close(
        self,
        task_id: UUID,
        status: str = "done",
        result: str | None = None,
        *,
        asked: bool = True,
    ) -> View:
        """Done, or not needed any more; keeps what came of it.

        A planned contact that is done becomes a record, and so needs a word of what came of it;
        unless nobody was `asked` yet, and `conclude` follows.
        """
        before = await self._held(task_id, None)
        if before["status"] not in {"open", "missed"}:
            raise AlreadyClosed
        text = _line(result)
        if before["status"] == status:
            raise AlreadyClosed
        if status == "done" and before["planned_kind"] and asked and not text:
            raise WordNeeded
        moved = {"status": status, "closed_at": clock.now(), "result": text}
        if status == "done":
            moved["record_id"] = await self._recorded(before, text)
        done = await self._move(before, **moved)
        if status == "done":
            await self._again(before)
        return done

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
        text = _line(result)
        made = await self._recorded(before, text) if before["status"] == "done" else None
        return await self._move(before, result=text, record_id=made)

    async def _recorded(self, task: Row, text: str | None) -> UUID | None:
        """The activity that a planned contact became."""
        if task["record_id"] is not None or not task["planned_kind"] or not text:
            known: UUID | None = task["record_id"]
            return known
        return await happened.record(self.uow, self.principal, task, text)

    async def _again(self, task: Row) -> None:
        """Open the next of a repeating task, once."""
        if task["repeat"] is None or task["due_at"] is None:
            return
        if await self.uow.fetchval(_FOLLOWING, self.principal.tenant_id, task["id"]):
            return
        values = following(task, self.principal.time_zone, clock.now())
        links = [UUID(link[1]) for link in task["_links"] or () if link[0] == "links"]
        seen = await demand_visible(self.uow, self.principal, links)
        values["links"] = [{"id": link} for link in links if link in seen]
        if await self.uow.fetchval(_ACTIVE, self.principal.tenant_id, task["owner_id"]):
            values["owner_id"] = task["owner_id"]
        await Tasks(self.uow, unveiled(self.principal)).create(values)

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
        for name in ("origin_id", "follows_id", "anchor_at"):
            if name in values:
                row[name] = values[name]
        if row["repeat"] is None:
            row["repeat_every"] = None
        elif row["due_at"] is None:
            raise Invalid(fields={"due_at": _("What comes again needs its first time.")})
        if "due_at" in values and "anchor_at" not in values:
            row["anchor_at"] = row["due_at"]
        if "due_at" in values:
            row["escalated_at"] = None
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


def _line(text: str | None) -> str | None:
    return (text or "").replace("\x00", "").strip()[:2000] or None
