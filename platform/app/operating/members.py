"""A member of a workspace, for what an operator does in their name."""

from uuid import UUID

from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

_WORKSPACE = "SELECT w.id FROM workspace w WHERE w.slug = $1 AND w.status = 'active'"
_MEMBER = """
SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.status = 'active'
    AND CASE WHEN $2::text IS NULL THEN m.role = 'owner' ELSE p.email = $2 END
ORDER BY m.tenant_id, m.id LIMIT 1
"""


async def enter_as(uow: UnitOfWork, slug: str, email: str | None) -> Principal:
    """Open the workspace as that member, or as its first owner."""
    await uow.begin_outside()
    tenant: UUID | None = await uow.fetchval(_WORKSPACE, slug)
    if tenant is None:
        raise NotFound(f"There is no active workspace {slug}.")
    await uow.enter(tenant)
    found = await uow.fetchval(_MEMBER, tenant, email)
    acting = await member(uow, tenant, found, via="import") if found else None
    if acting is None:
        raise NotFound(f"{email or 'An owner'} is no active member of {slug}.")
    return acting
