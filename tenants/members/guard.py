"""What protects a workspace from losing its owners, also when two act at once."""

from typing import Any
from uuid import UUID

from kernel.errors import Forbidden, NotFound
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.granting import demand_role

# Everybody locks in the order of ids, so that two who act at once wait for each other.
_LOCKED = """
SELECT id, person_id, role, status, team_id, name FROM membership
WHERE tenant_id = $1 AND (id = ANY($2) OR (role = 'owner' AND status = 'active'))
ORDER BY tenant_id, id FOR UPDATE
"""


async def locked(uow: UnitOfWork, principal: Principal, member_id: UUID) -> tuple[Any, int]:
    """The member, held, and how many active owners there are.

    Raises `Forbidden` if the actor lost their role meanwhile, or would touch somebody who may do
    more: an administrator no owner, an office manager no administrator.
    """
    ids = [member_id, principal.member_id]
    rows = {row["id"]: row for row in await uow.fetch(_LOCKED, principal.tenant_id, ids)}
    actor, target = rows.get(principal.member_id), rows.get(member_id)
    if actor is None or actor["role"] != principal.role or actor["status"] != "active":
        raise Forbidden
    # Looked at under the lock; the actor may be the one whose role goes.
    uow.demands.pop("standing", None)
    if target is None or target["status"] == "left":
        raise NotFound
    if target["id"] != principal.member_id:
        await demand_role(uow, principal, target["role"])
    return target, sum(_owns(row) for row in rows.values())


async def is_last_owner(uow: UnitOfWork, tenant_id: UUID, member_id: UUID) -> bool:
    """Whether nobody else owns the workspace; its owners are held until the commit."""
    rows = await uow.fetch(_LOCKED, tenant_id, [member_id])
    owners = [row["id"] for row in rows if _owns(row)]
    return owners == [member_id]


def _owns(row: Any) -> bool:
    return bool(row["role"] == "owner" and row["status"] == "active")
