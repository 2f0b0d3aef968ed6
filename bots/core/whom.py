"""Who speaks in a chat: a member with today's rights, without a session."""

from uuid import UUID

from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access import members


async def member(uow: UnitOfWork, tenant_id: UUID, member_id: UUID) -> Principal | None:
    """An active member of the workspace, or None."""
    return await members.member(uow, tenant_id, member_id, "bot")


async def person(uow: UnitOfWork, tenant_id: UUID, person_id: UUID) -> Principal | None:
    """A person in the workspace, or None; held, so that nobody is shown out meanwhile."""
    return await members.person(uow, tenant_id, person_id, "bot")
