"""What is agreed about a customer on a list: who calls, what is to be reached, how far it is."""

from typing import Any, Final
from uuid import UUID

from crm.customers.worklist.members import demand_worker, entry_of
from crm.customers.worklist.model import CALLS, PLANNED
from crm.customers.worklist.reading import EntryView, entries, kind_of, seen
from crm.customers.worklist.service import Worklists
from crm.records.pointing import active_member
from crm.records.service import service_of
from kernel.errors import Invalid, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.texts import one_line
from kernel.transaction import UnitOfWork

_SET: Final = """
UPDATE worklist_entry e SET {sets} WHERE e.tenant_id = $1 AND e.id = $2 RETURNING e.id
"""
_DEAL: Final = """
UPDATE worklist_entry e SET assignee_id = ($3::uuid[])[1 + (d.place - 1) % $4::bigint]
FROM (SELECT c.id, row_number() OVER (ORDER BY c.tenant_id, c.id) AS place FROM worklist_entry c
    JOIN {table} a ON a.tenant_id = $1 AND a.id = c.record_id AND a.deleted_at IS NULL
    WHERE c.tenant_id = $1 AND c.worklist_id = $2 AND c.state IN ('waiting', 'later')
        AND {scope}) d
WHERE e.tenant_id = $1 AND e.id = d.id RETURNING e.id
"""


async def change(
    uow: UnitOfWork, me: Principal, entry_id: UUID, wishes: dict[str, Any]
) -> EntryView:
    """Change what is named: goal and state with the customer, who calls with the list."""
    entry = await entry_of(uow, me, entry_id)
    demand_worker(me)
    if wishes.keys() & {"goal", "state"}:
        await service_of(entry.worklist["holds"], uow, me).changeable(entry.record_id)
    if "assignee_id" in wishes:
        await Worklists(uow, me).changeable(entry.worklist["id"])
        if wishes["assignee_id"] and await active_member(uow, wishes["assignee_id"]) is None:
            raise Invalid(fields={"assignee_id": _("There is no such member.")})
    if "state" in wishes and (entry.worklist["purpose"] == CALLS or wishes["state"] not in PLANNED):
        raise Invalid(fields={"state": _("Choose one of those shown.")})
    if wishes.get("goal"):
        wishes["goal"] = one_line(wishes["goal"]) or None
    if wishes:
        args = Args(me.tenant_id, entry_id)
        sets = ", ".join(f"{name} = {args(value)}" for name, value in wishes.items())
        await uow.fetchval(_SET.format(sets=sets), *args.values)
    return await shown(uow, me, entry_id)


async def shown(uow: UnitOfWork, me: Principal, entry_id: UUID) -> EntryView:
    """One entry as the member sees it."""
    entry = await entry_of(uow, me, entry_id)
    found = await entries(uow, me, entry.worklist, only=entry_id)
    if not found.items:
        raise NotFound
    return found.items[0]


async def change_members(
    uow: UnitOfWork, me: Principal, worklist_id: UUID, member_ids: list[UUID]
) -> int:
    """Deal those who wait out among members, in turn; among nobody, they are free for all."""
    records = Worklists(uow, me)
    await records.changeable(worklist_id)
    for member_id in member_ids:
        if await active_member(uow, member_id) is None:
            raise Invalid(fields={"member_ids": _("There is no such member.")})
    kind = kind_of(await records.get(worklist_id))
    args = Args(me.tenant_id, worklist_id, member_ids or [None], max(len(member_ids), 1))
    text = _DEAL.format(table=kind.table, scope=seen(me, args, kind))
    return len(await uow.fetch(text, *args.values))
