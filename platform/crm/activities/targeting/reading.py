"""Target accounts as one member sees them: who looks after them, and how far the plans are."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.task.model import TASK
from crm.customers.company.model import COMPANY
from crm.customers.parameters.service import parameters
from crm.customers.reclaim.ports import known
from crm.customers.worklist.model import TARGETS
from crm.customers.worklist.service import Worklists
from crm.records.reading import View
from crm.records.scope import visible
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

WINDOW: Final = 30
LIMIT: Final = 50

# `$1` workspace, `$2` now, `$3` letters of a real follow-up, as `contacted` wants them.
_ROWS = """
SELECT e.id, e.record_id, c.name AS title, c.owner_id, e.state, e.goal, c.last_activity_at,
    {contacted} AS spoken_at, s.done AS steps_done, s.steps, s.next_step, s.next_at
FROM worklist_entry e
JOIN company c ON c.tenant_id = $1 AND c.id = e.record_id AND c.deleted_at IS NULL
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE t.status = 'done') AS done,
        count(*) FILTER (WHERE t.status <> 'cancelled') AS steps,
        min(t.due_at) FILTER (WHERE t.status = 'open') AS next_at,
        (array_agg(t.title ORDER BY t.due_at NULLS LAST) FILTER (WHERE t.status = 'open'))[1]
            AS next_step
    FROM worklist_deed d
    JOIN task t ON t.tenant_id = $1 AND t.id = d.record_id AND t.deleted_at IS NULL
    WHERE d.tenant_id = $1 AND d.entry_id = e.id AND {tasks}) s
WHERE e.tenant_id = $1 AND e.worklist_id = $4 AND {scope}{beyond}
ORDER BY e.tenant_id, e.id{limit}
"""
_SUMS = """
SELECT count(*) AS accounts, count(*) FILTER (WHERE f.spoken_at > $5) AS covered,
    count(*) FILTER (WHERE f.state = 'reached') AS reached,
    coalesce(sum(f.steps), 0)::bigint AS steps, coalesce(sum(f.steps_done), 0)::bigint AS steps_done
FROM ({rows}) f
"""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """An account with its plan; `covered` if somebody really spoke to it within the days."""

    id: UUID
    record_id: UUID
    title: str
    owner_id: UUID | None
    state: str
    goal: str | None
    last_activity_at: datetime | None
    covered: bool
    steps: int
    steps_done: int
    next_step: str | None
    next_at: datetime | None


class Targets(msgspec.Struct, frozen=True):
    """A page of them; `next` is where the following one begins."""

    items: list[Target]
    next: UUID | None


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Of the accounts in the reader's sight those that were spoken to within `days`."""

    days: int
    accounts: int
    covered: int
    percent: int
    reached: int
    steps: int
    steps_done: int


async def targeting(uow: UnitOfWork, me: Principal, worklist_id: UUID) -> View:
    """The list, if it is one of target accounts."""
    worklist = await Worklists(uow, me).get(worklist_id)
    if worklist["purpose"] != TARGETS:
        raise Conflict(_("This is no list of target accounts."))
    if not me.may("company:see"):
        raise NotFound
    return worklist


async def targets(
    uow: UnitOfWork,
    me: Principal,
    worklist: View,
    *,
    after: UUID | None = None,
    limit: int = LIMIT,
    action: str = "see",
) -> Targets:
    """In the order in which they came onto the list."""
    args = await _args(uow, me, worklist)
    since = _since(worklist)
    beyond = f" AND e.id > {args(after)}" if after else ""
    text = _rows(me, args, beyond=beyond, limit=f" LIMIT {limit + 1}", action=action)
    rows = await uow.fetch(text, *args.values)
    shown = [_target(row, since) for row in rows[:limit]]
    return Targets(shown, shown[-1].id if len(rows) > limit else None)


async def coverage(uow: UnitOfWork, me: Principal, worklist: View) -> Coverage:
    """What the member does not see is not counted for them."""
    args = await _args(uow, me, worklist)
    args(_since(worklist))
    row: Any = await uow.fetchrow(_SUMS.format(rows=_rows(me, args)), *args.values)
    percent = round(100 * row["covered"] / row["accounts"]) if row["accounts"] else 0
    return Coverage(days=_days(worklist), percent=percent, **row)


def _rows(
    me: Principal, args: Args, *, beyond: str = "", limit: str = "", action: str = "see"
) -> str:
    scope = visible(me, args, "c", of=COMPANY, action=action)
    tasks = visible(me, args, "t", of=TASK)
    contacted = known.contacted.last
    return _ROWS.format(contacted=contacted, tasks=tasks, scope=scope, beyond=beyond, limit=limit)


async def _args(uow: UnitOfWork, me: Principal, worklist: View) -> Args:
    length = (await parameters(uow)).rules.follow_up_length
    return Args(me.tenant_id, clock.now(), length, worklist["id"])


def _target(row: Any, since: datetime) -> Target:
    said = {n: row[n] for n in Target.__struct_fields__ if n != "covered"}
    return Target(covered=row["spoken_at"] is not None and row["spoken_at"] > since, **said)


def _days(worklist: View) -> int:
    return int(worklist["window_days"] or WINDOW)


def _since(worklist: View) -> datetime:
    return clock.now() - timedelta(days=_days(worklist))
