"""Whether a member has room for one more customer."""

from typing import Any
from uuid import UUID

from crm.customers.parameters.service import Parameters
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.transaction import UnitOfWork

# Whoever takes a place holds the member's row until the commit: the last place is taken once.
_HOLD = """
SELECT m.id, m.team_id, coalesce(nullif(m.name, ''), p.name) AS name
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active' FOR NO KEY UPDATE OF m
"""
_OWNED = """
SELECT count(*) FROM company c WHERE c.tenant_id = $1 AND c.owner_id = $2
    AND c.deleted_at IS NULL AND ($3 OR c.status <> 'customer')
"""


class NoRoom(Conflict):
    """The member owns as many customers as the firm allows."""

    code = "no_room"


async def hold_member(uow: UnitOfWork, member_id: UUID) -> Any:
    """The active member, held until the commit; raises `Invalid` for nobody."""
    row = await uow.fetchrow(_HOLD, uow.tenant_id, member_id)
    if row is None:
        raise Invalid(fields={"member_id": _("There is no such member.")})
    return row


async def demand_room(uow: UnitOfWork, rules: Parameters, member_id: UUID) -> None:
    """Raise `NoRoom` for a member at the cap; members beyond it keep what they have."""
    if rules.max_owned is None:
        return
    member = await hold_member(uow, member_id)
    owned = await uow.fetchval(_OWNED, uow.tenant_id, member_id, rules.count_customers)
    if owned >= rules.max_owned:
        raise NoRoom(
            _("%(name)s has %(most)s customers already, which is the most. Give one up first."),
            name=member["name"],
            most=rules.max_owned,
        )
