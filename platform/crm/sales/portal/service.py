"""What a partner sees of what it registered, and registering more."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.kinds.choices import label_of
from crm.records.narrowing import as_kept
from crm.records.pointing import active_member
from crm.records.types import RecordType
from crm.sales.deal.model import DEAL
from crm.sales.lead.model import LEAD
from crm.sales.partner import PARTNERS
from crm.sales.portal.door import Partner
from crm.sales.registration.model import REGISTRATION
from crm.sales.registration.service import Registrations
from crm.sales.registration.telling import DECIDED
from kernel import clock
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.notifications.service import tell

PAGE: Final = 50
MOST_A_DAY: Final = 200

_REGISTERED: Final = """
SELECT g.id, g.name, g.state AS code, g.state, g.amount, g.created_at, g.protected_until, g.reason,
    d.status AS deal, d.stage, e.status AS lead
FROM link l JOIN registration g ON g.tenant_id = $1 AND g.id = l.from_id AND g.deleted_at IS NULL
LEFT JOIN LATERAL (SELECT x.status, s.name AS stage FROM link b
    JOIN deal x ON x.tenant_id = $1 AND x.id = b.to_id AND x.deleted_at IS NULL
    JOIN stage s ON s.tenant_id = $1 AND s.id = x.stage_id
    WHERE b.tenant_id = $1 AND b.from_id = g.id AND b.kind = 'deals'
    ORDER BY b.tenant_id, b.from_id, b.kind, b.to_id LIMIT 1) d ON TRUE
LEFT JOIN LATERAL (SELECT x.status FROM link b
    JOIN lead x ON x.tenant_id = $1 AND x.id = b.to_id AND x.deleted_at IS NULL
    WHERE b.tenant_id = $1 AND b.from_id = g.id AND b.kind = 'leads'
    ORDER BY b.tenant_id, b.from_id, b.kind, b.to_id LIMIT 1) e ON TRUE
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'partners'
    AND ($3::uuid IS NULL OR g.id < $3)
ORDER BY g.tenant_id DESC, g.id DESC LIMIT $4
"""
_BEFORE: Final = """
SELECT coalesce(bool_or(g.state IN ('submitted', 'approved') AND lower(g.name) = lower($3)), FALSE)
    AS again, count(*) FILTER (WHERE g.created_at > $4) AS today
FROM link l JOIN registration g ON g.tenant_id = $1 AND g.id = l.from_id AND g.deleted_at IS NULL
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'partners'
"""


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A registration as its partner sees it; of what it became no more than how it stands."""

    id: UUID
    name: str
    code: str
    state: str
    amount: dict[str, Any] | None
    created_at: datetime
    protected_until: datetime | None
    reason: str | None
    deal: str | None
    stage: str | None
    lead: str | None


class Shown(msgspec.Struct, frozen=True):
    """A page of them, the newest first, and where the next one begins."""

    items: list[Registered]
    next: UUID | None


async def registered(uow: UnitOfWork, me: Partner, before: UUID | None = None) -> Shown:
    """What this partner's firm registered, and nothing else."""
    rows: list[Any] = await uow.fetch(_REGISTERED, uow.tenant_id, me.company_id, before, PAGE + 1)
    found = [_shown(me, row) for row in rows[:PAGE]]
    return Shown(found, found[-1].id if len(rows) > PAGE else None)


async def register(uow: UnitOfWork, me: Partner, values: dict[str, Any]) -> UUID:
    """Send it in for the partner's firm; whoever looks after the firm hears of it."""
    await _demand_new(uow, me, one_line(str(values.get("name") or "")))
    owner = await _looks_after(uow, me)
    given = {PARTNERS: [me.company_id], "owner_id": owner}
    made = await Registrations(uow, me.house).create({**values, **given})
    if owner is not None:
        await _tell(uow, me, owner, made)
    found: UUID = made["id"]
    return found


async def _demand_new(uow: UnitOfWork, me: Partner, name: str) -> None:
    day = clock.now() - timedelta(days=1)
    before: Any = await uow.fetchrow(_BEFORE, uow.tenant_id, me.company_id, name, day)
    if before["again"]:
        raise Invalid(fields={"name": _("Your firm has registered this customer already.")})
    if before["today"] >= MOST_A_DAY:
        raise Conflict(_("That is enough for one day. Please send the rest tomorrow."))


async def _looks_after(uow: UnitOfWork, me: Partner) -> UUID | None:
    for one in me.looks_after:
        if await active_member(uow, one) is not None:
            return one
    return None


async def _tell(uow: UnitOfWork, me: Partner, owner: UUID, made: dict[str, Any]) -> None:
    def words() -> tuple[str, str]:
        return made["title"], _("%(partner)s registered this customer.", partner=me.house.name)

    await tell(uow, owner, DECIDED, words, record_type=REGISTRATION.name, record_id=made["id"])


def _shown(me: Partner, row: Any) -> Registered:
    said = {**row, "state": _word(me, REGISTRATION, "state", row["state"])}
    for name, kind in (("deal", DEAL), ("lead", LEAD)):
        said[name] = _word(me, kind, "status", row[name])
    return Registered(**said)


def _word(me: Partner, kind: RecordType, field: str, value: str | None) -> str | None:
    """The value as the workspace calls it."""
    return label_of(as_kept(kind, me.house).fields[field], value) or None
