"""What the activities know of customers that go back to a pool, and what happens to their tasks."""

from crm.activities.activity.kinds import kinds_of
from crm.activities.task.service import Tasks
from crm.customers.completeness.ports import kinds
from crm.customers.pool.ports import Parting, on_parting
from crm.customers.reclaim.ports import Contacted, known
from crm.records.keeper import whole
from kernel.transaction import UnitOfWork

# A ping is no follow-up: it needs some words, or what came of it. What lies ahead is none yet.
known.contacted = Contacted(
    """(SELECT max(least(fa.happened_at, $2)) FROM link fl JOIN activity fa
        ON fa.tenant_id = $1 AND fa.id = fl.from_id AND fa.deleted_at IS NULL
        WHERE fl.tenant_id = $1 AND fl.to_id = c.id AND fl.kind = 'links'
            AND coalesce(fa.call_outcome, '') NOT IN ('no_answer', 'wrong_number')
            AND (fa.outcome IS NOT NULL OR char_length(btrim(fa.text)) >= $3::bigint))"""
)

kinds.offered = kinds_of

_TASKS = """
SELECT t.id FROM link l JOIN task t ON t.tenant_id = $1 AND t.id = l.from_id
    AND t.deleted_at IS NULL AND t.status = 'open' AND t.owner_id = $3
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links'
ORDER BY t.tenant_id, t.id LIMIT 500
"""


@on_parting
async def leave_tasks(uow: UnitOfWork, parting: Parting) -> None:
    """The owner's open tasks go to the pool's administrator, or are not needed any more."""
    rows = await uow.fetch(
        _TASKS, parting.principal.tenant_id, parting.record_id, parting.previous_owner
    )
    tasks = Tasks(uow, whole(parting.principal))
    for row in rows:
        if parting.heir is None or parting.heir == parting.previous_owner:
            await tasks.close(row["id"], "cancelled")
        else:
            await tasks.edit(row["id"], {"owner_id": parting.heir}, None)
