"""Each night registrations whose protection is over expire, and their owners hear of it."""

from typing import Any, Final

from crm.records.keeper import keeper
from crm.records.ports import Change
from crm.records.reading import fetch
from crm.records.service import Records
from crm.records.types import Row
from crm.sales.lead.ports import on_lead
from crm.sales.registration.model import REGISTRATION
from crm.sales.registration.service import Registrations
from crm.sales.registration.telling import DECIDED
from kernel import clock, jobs
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.notifications.service import tell
from tenants.workspace.everywhere import everywhere

_OVER: Final = """
SELECT g.id FROM registration g WHERE g.tenant_id = $1 AND g.state = 'approved'
    AND g.deleted_at IS NULL AND g.protected_until <= $2
ORDER BY g.tenant_id, g.protected_until, g.id LIMIT 500
"""
# The lead of a registration became a customer, who is protected, and perhaps a deal.
_FOLLOW: Final = """
INSERT INTO link (tenant_id, from_id, kind, to_id, position)
SELECT $1, l.from_id, $4, u.to_id, 0 FROM link l
JOIN registration g ON g.tenant_id = $1 AND g.id = l.from_id
CROSS JOIN unnest($3::uuid[]) AS u(to_id)
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'leads'
ON CONFLICT (tenant_id, from_id, kind, to_id) DO NOTHING
"""


@jobs.job("registration.sweep", cron="11 4 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One job for each workspace."""
    await everywhere(uow, "registration.expire", closed_too=True)


@jobs.job("registration.expire")
async def expire(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Those of one workspace."""
    house = await keeper(uow)
    if house is None:
        return
    records, now = Registrations(uow, house), clock.now()
    for found in await uow.fetch(_OVER, uow.tenant_id, now):
        row = await fetch(uow, house, REGISTRATION, found["id"], lock=True)
        if row["state"] != "approved" or row["protected_until"] > now:
            continue
        await records.decided(row, "expired", {"state": "expired"})
        if row["owner_id"] is not None:
            await _tell(uow, row)


async def _tell(uow: UnitOfWork, row: Row) -> None:
    def words() -> tuple[str, str]:
        return row["name"], _("The protection of this registration is over.")

    about = row["id"]
    await tell(uow, row["owner_id"], DECIDED, words, record_type="registration", record_id=about)


@on_lead
async def follow(leads: Records, change: Change) -> None:
    """A converted lead takes its registration along."""
    tenant = change.principal.tenant_id
    for name in ("companies", "deals"):
        if change.action == "converted" and (made := change.links.get(name)):
            await leads.uow.execute(_FOLLOW, tenant, change.record_id, made, name)
