"""Every night each plan of care looks for its customers."""

from datetime import datetime, timedelta
from typing import Any, Final

from crm.activities.care.service import CarePlanView, plans
from crm.activities.task.service import Tasks
from crm.customers.parameters.service import parameters
from crm.customers.reclaim.running import rule_keeper
from kernel import clock, jobs
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

MOST: Final = 200
# A worker that slept for some nights still finds what it missed.
BACK: Final = timedelta(days=7)

# Each selects customer, its name and owner, and the moment of the cause, between `$2` and `$3`.
_CAUSES: Final = {
    "activity": """
SELECT c.id, c.name, c.owner_id, c.team_id, max(a.happened_at) AS cause_at FROM activity a
JOIN link l ON l.tenant_id = $1 AND l.from_id = a.id AND l.kind = 'links'
JOIN company c ON c.tenant_id = $1 AND c.id = l.to_id AND c.deleted_at IS NULL
WHERE a.tenant_id = $1 AND a.deleted_at IS NULL AND ($4::text IS NULL OR a.kind = $4)
    AND a.happened_at > $2 AND a.happened_at <= $3 AND c.owner_id IS NOT NULL
GROUP BY c.tenant_id, c.id
""",
    "won": """
SELECT c.id, c.name, c.owner_id, c.team_id, max(e.at) AS cause_at FROM event e
JOIN link l ON l.tenant_id = $1 AND l.from_id = e.record_id AND l.kind = 'companies'
JOIN company c ON c.tenant_id = $1 AND c.id = l.to_id AND c.deleted_at IS NULL
WHERE e.tenant_id = $1 AND e.record_type = 'deal' AND e.action = 'won'
    AND e.at > $2 AND e.at <= $3 AND c.owner_id IS NOT NULL AND $4::text IS NULL
GROUP BY c.tenant_id, c.id
""",
    "silence": """
SELECT c.id, c.name, c.owner_id, c.team_id,
    coalesce(c.last_activity_at, c.created_at) AS cause_at FROM company c
WHERE c.tenant_id = $1 AND c.deleted_at IS NULL AND c.owner_id IS NOT NULL
    AND coalesce(c.last_activity_at, c.created_at) <= $3 AND $2::timestamptz IS NOT NULL
    AND $4::text IS NULL
""",
    # Who was born on 29 February has it on the 28th in other years, as PostgreSQL counts.
    "birthday": """
SELECT c.id, c.name, c.owner_id, c.team_id, max(d.day)::timestamptz AS cause_at FROM contact c
CROSS JOIN LATERAL (
    SELECT (c.birthday + make_interval(years => (extract(year FROM y.at)
        - extract(year FROM c.birthday))::int))::date AS day
    FROM (VALUES ($2::timestamptz), ($3::timestamptz)) AS y(at)) d
WHERE c.tenant_id = $1 AND c.deleted_at IS NULL AND c.owner_id IS NOT NULL
    AND c.birthday IS NOT NULL AND c.birthday < d.day AND d.day > $2::date AND d.day <= $3::date
    AND $4::text IS NULL
GROUP BY c.tenant_id, c.id
""",
}
_DUE = """
SELECT f.* FROM ({found}) f
WHERE NOT EXISTS (SELECT 1 FROM care_given g WHERE g.tenant_id = $1 AND g.record_id = f.id
    AND g.care_plan_id = $5 AND (g.given_at > $6 OR g.cause_at = f.cause_at))
    AND EXISTS (SELECT 1 FROM membership m WHERE m.tenant_id = $1 AND m.id = f.owner_id
        AND m.status = 'active')
    AND ($7::timestamptz IS NULL OR NOT EXISTS (SELECT 1 FROM care_given h WHERE h.tenant_id = $1
        AND h.record_id = f.id AND h.given_at > $7))
LIMIT 200
"""
# Whoever writes this row opens the task, whatever else looks at the same time.
_GIVE = """
INSERT INTO care_given (tenant_id, care_plan_id, record_id, cause_at, given_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, care_plan_id, record_id, cause_at) DO NOTHING RETURNING record_id
"""


@jobs.job("care.sweep", cron="41 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Nightly: one job for each workspace that has a plan."""
    await everywhere(uow, "care.give", closed_too=True)


@jobs.job("care.give")
async def give(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """All plans of one workspace."""
    for plan in await plans(uow):
        await _follow(uow, plan)


async def _follow(uow: UnitOfWork, plan: CarePlanView) -> None:
    tenant_id, now = uow.tenant_id, clock.now()
    if tenant_id is None:
        raise RuntimeError("care.give runs inside a workspace")
    away = timedelta(days=plan.days if plan.cause == "birthday" else -plan.days)
    until = now + away
    since = max(until - BACK, plan.created_at + away)
    found = _DUE.format(found=_CAUSES[plan.cause])
    pause = now - timedelta(days=plan.pause_days)
    rest = (await parameters(uow)).rules.care_pause_days
    calm = None if rest is None else now - timedelta(days=rest)
    about = (plan.activity_kind, plan.id, pause, calm)
    rows = await uow.fetch(found, tenant_id, since, until, *about)
    tasks = Tasks(uow, rule_keeper(tenant_id))
    for row in rows:
        if await uow.fetchval(_GIVE, tenant_id, plan.id, row["id"], row["cause_at"], now):
            await tasks.create(_task(plan, row, now))


def _task(plan: CarePlanView, row: Any, now: datetime) -> dict[str, Any]:
    return {
        "title": f"{plan.name}: {row['name']}"[:500],
        "due_at": now,
        "owner_id": row["owner_id"],
        "links": [{"id": row["id"]}],
    }
