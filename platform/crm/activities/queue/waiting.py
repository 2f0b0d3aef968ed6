"""What the activities and customers put into the queue."""

from datetime import timedelta
from typing import Final

from crm.activities.calendar.reading import entries
from crm.activities.queue.ports import Source, Waiting, add_source
from crm.activities.task.service import Tasks
from crm.customers.company.model import COMPANY
from crm.customers.reclaim.extending import extensions
from crm.records.listing import Page
from crm.records.periods import bounds
from crm.records.scope import ANY, visible
from crm.records.service import service_of
from kernel import clock
from kernel.filters import Group, Test
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

OPEN: Final = Test("status", "eq", "open")
MINE: Final = Test("owner_id", "eq", "me")
LATELY: Final = timedelta(days=7)

_ASSIGNED = """
SELECT r.id, r.type, r.title, max(n.created_at) AS given_at FROM notification n
JOIN record r ON r.tenant_id = $1 AND r.id = n.record_id AND r.deleted_at IS NULL
    AND r.owner_id = $2
WHERE n.tenant_id = $1 AND n.member_id = $2 AND n.kind = 'assigned' AND n.created_at >= $3
    AND n.read_at IS NULL AND {scope}
GROUP BY r.tenant_id, r.id ORDER BY r.tenant_id, given_at DESC, r.id LIMIT {most}
"""


async def _tasks(uow: UnitOfWork, principal: Principal, most: int, *tests: Test) -> list[Waiting]:
    where = Group("and", (OPEN, MINE, *tests))
    found = await Tasks(uow, principal).listed(Page(where=where, sort="due_at", limit=most))
    return [
        Waiting(
            record_type="task",
            record_id=task["id"],
            title=task["title"],
            at=task["due_at"],
            about=", ".join(link["title"] for link in task["links"]),
            act="done" if principal.may("task:edit") else "open",
        )
        for task in found.items
    ]


async def overdue(uow: UnitOfWork, principal: Principal, most: int) -> list[Waiting]:
    """Tasks whose time has passed."""
    return await _tasks(uow, principal, most, Test("due_at", "lt", clock.now().isoformat()))


async def missed(uow: UnitOfWork, principal: Principal, most: int) -> list[Waiting]:
    """Planned contacts that did not take place."""
    where = Group("and", (Test("status", "eq", "missed"), MINE))
    found = await Tasks(uow, principal).listed(Page(where=where, sort="-due_at", limit=most))
    return [
        Waiting(record_type="task", record_id=t["id"], title=t["title"], at=t["due_at"])
        for t in found.items
    ]


async def today(uow: UnitOfWork, principal: Principal, most: int) -> list[Waiting]:
    """Tasks until midnight."""
    _start, tomorrow = bounds("today", principal.time_zone)
    now = Test("due_at", "gte", clock.now().isoformat())
    return await _tasks(uow, principal, most, now, Test("due_at", "lt", tomorrow.isoformat()))


async def appointments(uow: UnitOfWork, principal: Principal, most: int) -> list[Waiting]:
    """Appointments from now until midnight."""
    now, (_start, tomorrow) = clock.now(), bounds("today", principal.time_zone)
    found = await entries(uow, principal, now, tomorrow, whose=principal.member_id)
    return [
        Waiting(
            record_type="appointment",
            record_id=entry.appointment_id,
            title=entry.title,
            at=entry.starts_at,
            about=entry.place or "",
        )
        for entry in found[:most]
    ]


async def assigned(uow: UnitOfWork, principal: Principal, most: int) -> list[Waiting]:
    """What was given to the member in the last days, and not looked at yet."""
    args = Args(principal.tenant_id, principal.member_id, clock.now() - LATELY)
    scope = visible(principal, args, "r", of=ANY)
    rows = await uow.fetch(_ASSIGNED.format(scope=scope, most=most), *args.values)
    return [
        Waiting(record_type=r["type"], record_id=r["id"], title=r["title"], at=r["given_at"])
        for r in rows
    ]


async def leaving(uow: UnitOfWork, principal: Principal, most: int) -> list[Waiting]:
    """Customers that go back to a pool soon, unless somebody speaks to them."""
    soon = Test("reclaim_at", "lt", (clock.now() + LATELY).isoformat())
    page = Page(where=Group("and", (MINE, soon)), sort="updated_at", limit=most)
    found = await service_of(COMPANY.name, uow, principal).listed(page)
    items = [
        Waiting(
            record_type=COMPANY.name,
            record_id=company["id"],
            title=company["title"],
            at=company["reclaim_at"],
            act="log",
        )
        for company in found.items
        if company.get("reclaim_at")
    ]
    return sorted(items, key=lambda w: str(w.at))


async def more_days(uow: UnitOfWork, principal: Principal, most: int) -> list[Waiting]:
    """Requests for more days with a customer, for whoever may grant them."""
    return [
        Waiting(
            record_type=COMPANY.name,
            record_id=asked.record_id,
            title=asked.title,
            at=asked.created_at,
            about=asked.asker,
            path=f"extension-requests/{asked.id}",
        )
        for asked in await extensions(uow, principal)
        if asked.status == "open" and asked.mine_to_decide
    ][:most]


for key, label, order, load, needs in (
    ("overdue", lazy("Overdue tasks"), 10, overdue, "task:see"),
    ("missed", lazy("Missed contacts"), 15, missed, "task:see"),
    ("appointments", lazy("Appointments today"), 20, appointments, "appointment:see"),
    ("today", lazy("Due today"), 30, today, "task:see"),
    ("leaving", lazy("About to go back to the pool"), 40, leaving, "company:see"),
    ("more_days", lazy("Requests for more days"), 45, more_days, "company:see"),
    ("assigned", lazy("Given to me lately"), 50, assigned, "task:see"),
):
    add_source(Source(key=key, label=label, order=order, load=load, needs=needs))
