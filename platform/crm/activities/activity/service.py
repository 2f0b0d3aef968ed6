"""Activities: logging one moves its customers' dates and opens the promised task."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from crm.activities.activity.model import ACTIVITY
from crm.activities.followed import derive, touched
from crm.activities.task.service import Tasks
from crm.customers.parameters.service import parameters
from crm.customers.reclaim.service import renew
from crm.records.ports import Change
from crm.records.reading import View
from crm.records.service import Records, serve
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Invalid
from kernel.i18n import _, ngettext
from kernel.principal import unveiled

_OPEN_TASK = """
SELECT t.id FROM task t WHERE t.tenant_id = $1 AND t.origin_id = $2 AND t.status = 'open'
    AND t.deleted_at IS NULL ORDER BY t.tenant_id, t.id LIMIT 1
"""


@serve
class Activities(Records):
    """The engine's behaviour, and what follows from having spoken to somebody."""

    kind = ACTIVITY

    async def create(self, values: dict[str, Any]) -> View:
        """Logged; not longer ago than the firm permits."""
        await self._demand_recent(values)
        return await super().create(values)

    async def edit(self, record_id: UUID, values: dict[str, Any], version: int | None) -> View:
        """Changed; the day too only so far back."""
        if values.get("happened_at") is not None:
            before = await self.changeable(record_id)
            if values["happened_at"] != before["happened_at"]:
                await self._demand_recent(values)
        return await super().edit(record_id, values, version)

    async def _demand_recent(self, values: dict[str, Any]) -> None:
        said = values.get("happened_at")
        if said is None or said.tzinfo is None:
            return
        days = (await parameters(self.uow)).rules.backdate_days
        if days is not None and said < clock.now() - timedelta(days=days):
            why = ngettext(
                "This is more than %(num)s day ago, and can be logged no more.",
                "This is more than %(num)s days ago, and can be logged no more.",
                days,
            )
            raise Invalid(fields={"happened_at": why})

    def complete(self, row: dict[str, Any], _values: dict[str, Any], /) -> None:
        if row["happened_at"] is None:
            row["happened_at"] = clock.now()
        if row["next_at"] and not row["next_step"]:
            row["next_step"] = _("Follow up")

    def effects(self, batch: WriteBatch, change: Change) -> None:
        if change.before is None and change.links.get("links"):
            touched(
                batch,
                self.principal.tenant_id,
                change.links["links"],
                change.row["happened_at"],
            )

    async def after(self, change: Change) -> None:
        tenant = self.principal.tenant_id
        await renew(self.uow, change.links.get("links", ()))
        if change.before is not None:
            old = [UUID(link[1]) for link in change.before["_links"] or ()]
            await derive(self.uow, tenant, [*old, *change.links.get("links", ())])
        if {"next_at", "next_step"} & change.changed and change.row["next_at"]:
            await self._promise(change)

    async def _promise(self, change: Change) -> None:
        """Open, or move, the task of the next step."""
        row, tasks = change.row, Tasks(self.uow, unveiled(self.principal))
        said = {"title": row["next_step"], "due_at": row["next_at"]}
        if change.before is not None:
            known = await self.uow.fetchval(_OPEN_TASK, self.principal.tenant_id, row["id"])
            if known is not None:
                await tasks.edit(known, said, None)
                return
        links = change.links.get("links")
        if links is None:
            links = [UUID(link[1]) for link in (change.before or row).get("_links") or ()]
        await tasks.create(
            {**said, "links": [{"id": link} for link in links], "origin_id": row["id"]}
        )
