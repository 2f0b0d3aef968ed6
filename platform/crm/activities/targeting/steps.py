"""The steps of a plan: tasks about the account, which count as the plan's."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.activities.task.model import TASK
from crm.activities.task.service import Tasks
from crm.customers.worklist.members import Entry, demand_worker, entry_of
from crm.customers.worklist.model import TARGETS
from crm.records.scope import visible
from kernel.errors import Conflict, Forbidden
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_DEED = "INSERT INTO worklist_deed (tenant_id, entry_id, record_id) VALUES ($1, $2, $3)"
_START = """
UPDATE worklist_entry e SET state = 'started'
WHERE e.tenant_id = $1 AND e.id = $2 AND e.state = 'waiting'
"""
_STEPS = """
SELECT t.id, t.title, t.due_at, t.owner_id, t.status FROM worklist_deed d
JOIN task t ON t.tenant_id = $1 AND t.id = d.record_id AND t.deleted_at IS NULL
WHERE d.tenant_id = $1 AND d.entry_id = $2 AND {scope}
ORDER BY t.tenant_id, t.due_at NULLS LAST, t.id LIMIT 100
"""


class StepWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is to do, by when, and by whom: without a name by oneself."""

    title: Annotated[str, Meta(min_length=1, max_length=500)]
    due_at: datetime | None = None
    owner_id: UUID | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A task of the plan."""

    id: UUID
    title: str
    due_at: datetime | None
    owner_id: UUID | None
    status: str


async def add_step(uow: UnitOfWork, me: Principal, entry_id: UUID, wish: StepWish) -> list[Step]:
    """A task about the account and the list; the plan has begun by that."""
    entry = await plan_of(uow, me, entry_id)
    demand_worker(me)
    if not me.may("task:create"):
        raise Forbidden
    links = [{"id": entry.record_id}, {"id": entry.worklist["id"]}]
    values: dict[str, Any] = {"title": wish.title, "due_at": wish.due_at, "links": links}
    if wish.owner_id is not None:
        values["owner_id"] = wish.owner_id
    task = await Tasks(uow, me).create(values)
    await uow.execute(_DEED, me.tenant_id, entry_id, task["id"])
    await uow.execute(_START, me.tenant_id, entry_id)
    return await steps(uow, me, entry_id)


async def steps(uow: UnitOfWork, me: Principal, entry_id: UUID) -> list[Step]:
    """Those that the member sees, the next one first."""
    await plan_of(uow, me, entry_id)
    args = Args(me.tenant_id, entry_id)
    scope = visible(me, args, "t", of=TASK)
    return [Step(**row) for row in await uow.fetch(_STEPS.format(scope=scope), *args.values)]


async def plan_of(uow: UnitOfWork, me: Principal, entry_id: UUID) -> Entry:
    """An account on a list of targets."""
    entry = await entry_of(uow, me, entry_id)
    if entry.worklist["purpose"] != TARGETS:
        raise Conflict(_("This is no list of target accounts."))
    return entry
