"""Every night each segment is looked at: who came in, who left."""

from typing import Any
from uuid import UUID

from crm.customers.segment.growing import snapshot
from crm.customers.segment.service import SNAPSHOT, segment, segments
from kernel import jobs
from kernel.errors import NotFound
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.workspace.everywhere import everywhere

# Owners see every record: what they find is what there is.
_OWNER = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.role = 'owner' AND m.status = 'active'
ORDER BY m.tenant_id, m.id LIMIT 1
"""


@jobs.job("segment.sweep", cron="53 2 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Nightly: one job for each workspace."""
    await everywhere(uow, SNAPSHOT, closed_too=True)


@jobs.job(SNAPSHOT)
async def take(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """One segment, or all of the workspace."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    owner = await uow.fetchval(_OWNER, tenant)
    everybody = await member(uow, tenant, owner, via="system") if owner else None
    if everybody is None:
        return
    wanted = payload.get("segment_id")
    try:
        found = [await segment(uow, everybody, UUID(wanted))] if wanted else None
    except NotFound:
        return
    for one in found if found is not None else await segments(uow, everybody):
        await snapshot(uow, everybody, one)
