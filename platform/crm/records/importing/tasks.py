"""Large files are read by the worker."""

from typing import Any
from uuid import UUID

from crm.records.beside.store import Store, settings
from crm.records.beside.trash import KNOWN
from crm.records.importing.service import READ
from crm.records.importing.understanding import understand
from kernel import jobs
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

# Files of imports, until nobody would go on with them.
KNOWN.append(
    "SELECT i.id FROM import i WHERE i.tenant_id = $1 AND i.id = ANY($2) "
    "AND i.created_at > now() - interval '8 days'"
)

_SENDER = "SELECT i.member_id FROM import i WHERE i.tenant_id = $1 AND i.id = $2"


@jobs.job(READ)
async def read_file(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """What the file holds, and what its columns probably are."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    import_id = UUID(payload["import_id"])
    acting = await member(uow, tenant, await uow.fetchval(_SENDER, tenant, import_id), via="import")
    if acting is not None:
        await understand(uow, acting, Store(settings()), import_id)
