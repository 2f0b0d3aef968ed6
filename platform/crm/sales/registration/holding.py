"""Who holds a customer by a registration: told with as much as one may know."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.duplicates.finding import candidates
from crm.records.duplicates.hints import SURE
from crm.records.duplicates.likeness import SAME
from crm.records.scope import visible
from crm.records.types import Row
from crm.sales.registration.model import REGISTRATION
from kernel import clock
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# Of what is not seen only that somebody has it, and which team knows more.
_HOLDERS: Final = """
SELECT g.id, g.name, g.state, g.protected_until, g.owner_id, t.name AS team, {scope} AS seen,
    (SELECT r.title FROM link p JOIN record r ON r.tenant_id = $1 AND r.id = p.to_id
     WHERE p.tenant_id = $1 AND p.from_id = g.id AND p.kind = 'partners'
     ORDER BY p.tenant_id, p.from_id, p.kind, p.to_id LIMIT 1) AS partner
FROM registration g LEFT JOIN team t ON t.tenant_id = $1 AND t.id = g.team_id
WHERE g.tenant_id = $1 AND g.deleted_at IS NULL AND NOT g.id = ANY($2::uuid[])
    AND (g.state = 'submitted' OR (g.state = 'approved' AND g.protected_until > $3))
    AND (g.id = ANY($4::uuid[]) OR EXISTS (SELECT 1 FROM link l WHERE l.tenant_id = $1
        AND l.from_id = g.id AND l.kind = 'companies' AND l.to_id = ANY($5::uuid[])))
ORDER BY g.tenant_id, g.state, g.protected_until DESC, g.id LIMIT 20
"""


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """A registration of the same customer; of one that may not be seen only state and team."""

    state: str
    team: str | None
    id: UUID | None = None
    customer: str | None = None
    partner: str | None = None
    owner_id: UUID | None = None
    protected_until: datetime | None = None


async def holders(
    uow: UnitOfWork,
    me: Principal,
    row: Row | None,
    companies: Iterable[UUID],
    *,
    but: tuple[UUID, ...] = (),
) -> list[Holder]:
    """Approved and running first, then what waits; `row` is a customer, known by name or number.

    A likeness tells of what may be seen; of the rest, only what is certain does.
    """
    alike: list[UUID] = []
    if row is not None:
        found = await candidates(uow, me, REGISTRATION, row, but=but)
        alike = [c.id for c in found if c.exact or c.score >= (SURE if c.seen else SAME)]
    args = Args(me.tenant_id, list(but), clock.now(), alike, list(companies))
    scope = visible(me, args, "g", of=REGISTRATION)
    rows: list[Any] = await uow.fetch(_HOLDERS.format(scope=scope), *args.values)
    return list(dict.fromkeys(_told(row) for row in rows))


def _told(row: Any) -> Holder:
    if not row["seen"]:
        return Holder(state=row["state"], team=row["team"])
    return Holder(
        state=row["state"],
        team=row["team"],
        id=row["id"],
        customer=row["name"],
        partner=row["partner"],
        owner_id=row["owner_id"],
        protected_until=row["protected_until"],
    )
