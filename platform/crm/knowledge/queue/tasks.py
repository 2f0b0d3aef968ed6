"""Every night: what is past its day gets a task for whoever looks after it."""

from typing import Any, Final
from uuid import UUID

from crm.activities.task.service import Tasks
from crm.customers.reclaim.running import rule_keeper
from crm.knowledge.item.model import CURATES
from kernel import clock, jobs
from kernel.i18n import _, use
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.workspace.everywhere import everywhere

_DUE: Final = """
SELECT k.id, k.name, k.owner_id FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.state = 'published' AND k.deleted_at IS NULL AND k.review_due <= $2
    AND NOT EXISTS (SELECT 1 FROM task t WHERE t.tenant_id = $1 AND t.origin_id = k.id
        AND t.status = 'open' AND t.deleted_at IS NULL)
ORDER BY k.tenant_id, k.review_due, k.id LIMIT 100 FOR UPDATE OF k
"""
_OWNER: Final = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.role = 'owner'
    AND m.status = 'active' ORDER BY m.tenant_id, m.id LIMIT 1
"""


@jobs.job("knowledge.sweep", cron="23 5 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One job for each workspace."""
    await everywhere(uow, "knowledge.review")


@jobs.job("knowledge.review")
async def review(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One open task for each; a second night makes no second one."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    tasks, now = Tasks(uow, rule_keeper(tenant)), clock.now()
    for row in await uow.fetch(_DUE, tenant, now.date()):
        reader = row["owner_id"] and await member(uow, tenant, row["owner_id"])
        if not reader or not reader.may(CURATES):
            owner = await uow.fetchval(_OWNER, tenant)
            reader = owner and await member(uow, tenant, owner)
        if not reader:
            continue
        with use(reader.language, reader.time_zone):
            title = _("Does this still hold? %(name)s") % {"name": row["name"]}
        await tasks.create(
            {
                "title": title[:500],
                "due_at": now,
                "owner_id": reader.member_id,
                "links": [{"id": row["id"]}],
                "origin_id": row["id"],
            }
        )
