"""Large files are read by the worker."""

from typing import Any
from uuid import UUID

from crm.records.beside.store import Store, settings
from crm.records.beside.trash import KNOWN
from crm.records.importing.service import READ
from crm.records.importing.understanding import understand
from kernel import jobs
from kernel.transaction import UnitOfWork

# Files of imports, until nobody would go on with them.
KNOWN.append(
    "SELECT i.id FROM import i WHERE i.tenant_id = $1 AND i.id = ANY($2) "
    "AND i.created_at > now() - interval '8 days'"
)


@jobs.job(READ)
async def read_file(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """What the file holds, and what its columns probably are."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    await understand(uow, tenant, Store(settings()), UUID(payload["import_id"]))
