"""What somebody is in a pool: inside, its administrator, or nothing."""

from typing import Any
from uuid import UUID

import msgspec

from crm.records.types import RecordType, record_type
from kernel.errors import Conflict, Forbidden, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

COLUMNS = """p.id, p.name, p.record_type, p.enabled, p.hidden_fields, p.previous_owner_days,
p.new_entry_hours, p.daily_views"""
# A pool that names no member and no team is everybody's.
INSIDE = """(EXISTS (SELECT 1 FROM pool_member i WHERE i.tenant_id = $1 AND i.pool_id = p.id
        AND i.member_id = $2)
    OR EXISTS (SELECT 1 FROM pool_team t WHERE t.tenant_id = $1 AND t.pool_id = p.id
        AND t.team_id = $3)
    OR NOT EXISTS (SELECT 1 FROM pool_member o WHERE o.tenant_id = $1 AND o.pool_id = p.id
        AND NOT o.admin)
    AND NOT EXISTS (SELECT 1 FROM pool_team x WHERE x.tenant_id = $1 AND x.pool_id = p.id))"""
ADMIN = """EXISTS (SELECT 1 FROM pool_member a WHERE a.tenant_id = $1 AND a.pool_id = p.id
    AND a.member_id = $2 AND a.admin)"""
_STANDING = f"""
SELECT {COLUMNS}, {INSIDE} AS inside, {ADMIN} AS admin FROM pool p
WHERE p.tenant_id = $1 AND p.id = $4
"""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A pool as one member finds it."""

    id: UUID
    name: str
    record_type: str
    enabled: bool
    hidden_fields: list[str]
    previous_owner_days: int
    new_entry_hours: int
    daily_views: int
    inside: bool
    admin: bool

    @property
    def kind(self) -> RecordType:
        """The type of what lies in it."""
        return record_type(self.record_type)

    def demand(self, principal: Principal, action: str) -> None:
        """Raise unless the pool is open and the member's role permits this to its records."""
        if not principal.may(f"{self.record_type}:{action}"):
            raise Forbidden
        if not self.enabled:
            raise Conflict(_("This pool is closed."))

    def demand_admin(self, principal: Principal, action: str) -> None:
        """Raise `Forbidden` for those who only take."""
        self.demand(principal, action)
        if not self.admin:
            raise Forbidden


def asking(principal: Principal) -> tuple[Any, ...]:
    """Who asks, as the statements here want it."""
    return principal.tenant_id, principal.member_id, principal.team_id


async def standing(uow: UnitOfWork, principal: Principal, pool_id: UUID) -> Standing:
    """The member's standing in a pool; `NotFound` for those who are outside."""
    row = await uow.fetchrow(_STANDING, *asking(principal), pool_id)
    if row is None:
        raise NotFound
    head = principal.may("settings:workspace")
    if not (row["inside"] or row["admin"] or head):
        raise NotFound
    return Standing(**{**dict(row), "admin": row["admin"] or head})
