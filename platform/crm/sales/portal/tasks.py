"""The people of a partner hear by letter what was decided on what they registered."""

from typing import Any, Final
from uuid import UUID

from crm.records.ports import Change, on_write
from crm.sales.partner import ROLES
from crm.sales.registration.model import REGISTRATION
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.formats import format_date
from kernel.i18n import _, use
from kernel.transaction import UnitOfWork
from tenants.mail import letters

TELL: Final = "portal.tell"
_DEEDS: Final = frozenset({"approved", "rejected", "expired"})

_DECIDED: Final = """
SELECT g.name, g.state, g.protected_until, g.reason, p.email, p.language, p.time_zone,
    w.slug, w.name AS workspace
FROM registration g
JOIN link l ON l.tenant_id = $1 AND l.from_id = g.id AND l.kind = 'partners'
JOIN company c ON c.tenant_id = $1 AND c.id = l.to_id AND c.deleted_at IS NULL
    AND c.role = ANY($3)
JOIN partner_user u ON u.tenant_id = $1 AND u.company_id = l.to_id AND u.revoked_at IS NULL
JOIN person p ON p.id = u.person_id AND p.closed_at IS NULL
JOIN workspace w ON w.id = $1 AND w.status = 'active'
WHERE g.tenant_id = $1 AND g.id = $2 AND g.deleted_at IS NULL
"""


def follow(batch: WriteBatch, change: Change) -> None:
    """A decision is told after its commit."""
    if change.kind.name == REGISTRATION.name and change.action in _DEEDS:
        payload = {"id": str(change.record_id)}
        jobs.enqueue_part(batch, TELL, payload, tenant_id=change.principal.tenant_id)


on_write(follow)


@jobs.job(TELL)
async def tell(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """One letter for each who is let in, in their own language."""
    asked = (uow.tenant_id, UUID(str(payload["id"])), list(ROLES))
    for row in await uow.fetch(_DECIDED, *asked):
        with use(row["language"], row["time_zone"]):
            letter = letters.Letter(
                _("%(workspace)s: %(name)s", workspace=row["workspace"], name=row["name"]),
                _said(row),
                _("Open the portal"),
                f"/{row['slug']}/portal",
            )
        await letters.post(uow, row["email"], row["language"], letter)


def _said(row: Any) -> str:
    match row["state"]:
        case "approved":
            day = format_date(row["protected_until"])
            return _("Your registration is approved, and protected until %(day)s.", day=day)
        case "rejected":
            return _("Your registration was rejected: %(reason)s", reason=row["reason"] or "—")
    return _("The protection of your registration is over.")
