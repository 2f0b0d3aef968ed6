"""Every hour: planned contacts that were missed, and overdue tasks that a lead should know of."""

from collections import Counter
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from crm.activities.task.service import Tasks
from crm.customers.parameters.service import parameters
from crm.customers.reclaim.running import rule_keeper
from crm.records.scope import reaches
from kernel import clock, jobs
from kernel.i18n import _, lazy
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.holders import holders, nearest
from tenants.notifications.kinds import declare
from tenants.notifications.service import Words, tell
from tenants.workspace.everywhere import everywhere

GRACE: Final = timedelta(days=1)
MOST: Final = 200
ESCALATED: Final = "escalated"

declare(ESCALATED, lazy("Overdue tasks of your team"), "web", "chat")

_MISSED = """
SELECT t.id FROM task t WHERE t.tenant_id = $1 AND t.status = 'open' AND t.deleted_at IS NULL
    AND t.planned_kind IS NOT NULL AND t.due_at < $2
ORDER BY t.tenant_id, t.due_at, t.id LIMIT 200
"""
# Claimed by the update itself, so that each is told of once.
_LATE = """
UPDATE task t SET escalated_at = $3
WHERE t.tenant_id = $1 AND t.status = 'open' AND t.deleted_at IS NULL AND t.due_at < $2
    AND t.escalated_at IS NULL
RETURNING t.id, t.title, t.owner_id, t.team_id
"""
_OWNERS = """
SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name FROM membership m
JOIN person p ON p.id = m.person_id WHERE m.tenant_id = $1 AND m.id = ANY($2)
"""


@jobs.job("task.sweep", cron="17 * * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Hourly: one job for each workspace."""
    await everywhere(uow, "task.look", closed_too=True)


@jobs.job("task.look")
async def look(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """In one workspace."""
    if uow.tenant_id is None:
        raise RuntimeError("task.look runs inside a workspace")
    tasks = Tasks(uow, rule_keeper(uow.tenant_id))
    for row in await uow.fetch(_MISSED, uow.tenant_id, clock.now() - GRACE):
        await tasks.close(row["id"], "missed")
    hours = (await parameters(uow)).rules.escalate_hours
    if hours is not None:
        await _escalate(uow, timedelta(hours=hours))


async def _escalate(uow: UnitOfWork, patience: timedelta) -> None:
    now = clock.now()
    late = await uow.fetch(_LATE, uow.tenant_id, now - patience, now)
    if not late:
        return
    owners = await uow.fetch(_OWNERS, uow.tenant_id, [t["owner_id"] for t in late if t["owner_id"]])
    names = {row["id"]: row["name"] for row in owners}
    leading = await holders(uow, "task:transfer")
    told: Counter[UUID] = Counter()
    for task in late:
        words = _words(task["title"], names.get(task["owner_id"], "—"))
        about = {"record_type": "task", "record_id": task["id"]}
        for one in nearest([one for one in leading if _leads(one, task)]):
            told[one.member_id] += 1
            if told[one.member_id] <= MOST:
                await tell(uow, one.member_id, ESCALATED, words, **about)


def _leads(one: Principal, task: Any) -> bool:
    """Whether it is somebody else's, whom they look after."""
    return task["owner_id"] != one.member_id and reaches(one, "task", "transfer", task)


def _words(title: str, whose: str) -> Words:
    return lambda: (title, _("Overdue, with %(name)s", name=whose))
