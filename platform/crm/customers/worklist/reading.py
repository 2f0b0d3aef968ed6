"""A list as one member sees it: only the customers in their sight, counted and page by page."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.worklist.model import WORKLIST
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.types import RecordType, record_type
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

LIMIT: Final = 50

# What `{more}` selects beside it says the use that is made of the list.
_ENTRIES = """
SELECT e.id, e.record_id, r.type AS record_type, r.title, a.owner_id, e.state, e.assignee_id,
    e.attempts, e.next_call_at, e.outcome, e.goal, a.last_activity_at, a.next_action_at{more}
FROM worklist_entry e JOIN record r ON r.tenant_id = $1 AND r.id = e.record_id
JOIN {table} a ON a.tenant_id = $1 AND a.id = e.record_id AND a.deleted_at IS NULL
WHERE e.tenant_id = $1 AND e.worklist_id = $2 AND {scope}{beyond}
ORDER BY e.tenant_id, e.id LIMIT {limit}
"""
_STATES = """
SELECT e.state, count(*) AS many FROM worklist_entry e
JOIN {table} a ON a.tenant_id = $1 AND a.id = e.record_id AND a.deleted_at IS NULL
WHERE e.tenant_id = $1 AND e.worklist_id = $2 AND {scope} GROUP BY e.state
"""
_OF_RECORD = """
SELECT w.id, w.name, w.purpose, e.id AS entry_id, e.state FROM worklist w
LEFT JOIN worklist_entry e ON e.tenant_id = $1 AND e.worklist_id = w.id AND e.record_id = $2
WHERE w.tenant_id = $1 AND w.holds = $3 AND w.deleted_at IS NULL AND {scope}
    AND (e.id IS NOT NULL OR w.status <> 'done')
ORDER BY w.tenant_id, w.name, w.id LIMIT 100
"""


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """A customer on a list, and where it stands; `last_activity_at` is what any member did."""

    id: UUID
    record_id: UUID
    record_type: str
    title: str
    owner_id: UUID | None
    state: str
    assignee_id: UUID | None
    attempts: int
    next_call_at: datetime | None
    outcome: str | None
    goal: str | None
    last_activity_at: datetime | None
    next_action_at: datetime | None


class Entries(msgspec.Struct, frozen=True):
    """A page of them; `next` is where the following one begins."""

    items: list[EntryView]
    next: UUID | None


async def entries(
    uow: UnitOfWork,
    me: Principal,
    worklist: View,
    *,
    state: str = "",
    only: UUID | None = None,
    after: UUID | None = None,
    limit: int = LIMIT,
    action: str = "see",
) -> Entries:
    """Those in the member's sight, in the order in which they came onto it."""
    args = Args(me.tenant_id, worklist["id"])
    beyond = f" AND e.id > {args(after)}" if after else ""
    beyond += f" AND e.state = {args(state)}" if state else ""
    beyond += f" AND e.id = {args(only)}" if only else ""
    rows = await listed(uow, me, worklist, args, beyond=beyond, limit=limit + 1, action=action)
    shown = [EntryView(**row) for row in rows[:limit]]
    return Entries(shown, shown[-1].id if len(rows) > limit else None)


async def listed(
    uow: UnitOfWork,
    me: Principal,
    worklist: View,
    args: Args,
    *,
    more: str = "",
    beyond: str = "",
    limit: int,
    action: str = "see",
) -> list[Any]:
    """The rows; `args` begins with workspace and list. Nothing of a type that is not theirs."""
    kind = kind_of(worklist)
    scope = seen(me, args, kind, action)
    text = _ENTRIES.format(table=kind.table, scope=scope, more=more, beyond=beyond, limit=limit)
    return await uow.fetch(text, *args.values)


async def states(uow: UnitOfWork, me: Principal, worklist: View) -> dict[str, int]:
    """How many of those in sight stand where."""
    args, kind = Args(me.tenant_id, worklist["id"]), kind_of(worklist)
    text = _STATES.format(table=kind.table, scope=seen(me, args, kind))
    return {row["state"]: row["many"] for row in await uow.fetch(text, *args.values)}


async def lists_of(
    uow: UnitOfWork, me: Principal, type: str, record_id: UUID | None = None
) -> list[Any]:
    """The lists for such customers that the member sees, with its entry where one is on it."""
    args = Args(me.tenant_id, record_id, type)
    scope = visible(me, args, "w", of=WORKLIST)
    return await uow.fetch(_OF_RECORD.format(scope=scope), *args.values)


def kind_of(worklist: View) -> RecordType:
    """The type of its customers."""
    return record_type(worklist["holds"])


def seen(me: Principal, args: Args, kind: RecordType, action: str = "see") -> str:
    """The condition on `a`, a customer on a list, under which the member counts it."""
    return visible(me, args, "a", of=kind, action=action)
