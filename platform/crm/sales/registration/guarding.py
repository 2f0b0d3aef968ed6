"""A customer whom a partner registered is sold to with that partner while they hold it."""

from crm.records.ports import Change
from crm.records.scope import visible
from crm.sales.partner import PARTNERS
from crm.sales.registration.model import REGISTRATION
from kernel import clock
from kernel.errors import Conflict
from kernel.formats import format_date
from kernel.i18n import _
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# Asked after the deal is written: what it links is in `link`. Who decides on the registration,
# and the deal that it became, are free.
_GUARDED = """
SELECT g.protected_until, {seen} AS seen, (
    SELECT r.title FROM link p JOIN record r ON r.tenant_id = $1 AND r.id = p.to_id
    WHERE p.tenant_id = $1 AND p.from_id = g.id AND p.kind = 'partners'
    ORDER BY p.tenant_id, p.from_id, p.kind, p.to_id LIMIT 1) AS partner
FROM registration g
WHERE g.tenant_id = $1 AND g.state = 'approved' AND g.protected_until > $3
    AND g.deleted_at IS NULL AND NOT {decides}
    AND EXISTS (SELECT 1 FROM link c
        JOIN link d ON d.tenant_id = $1 AND d.to_id = c.to_id AND d.kind = 'companies'
        WHERE c.tenant_id = $1 AND c.from_id = g.id AND c.kind = 'companies' AND d.from_id = $2)
    AND NOT EXISTS (SELECT 1 FROM link c
        JOIN link d ON d.tenant_id = $1 AND d.to_id = c.to_id AND d.kind = 'partners'
        WHERE c.tenant_id = $1 AND c.from_id = g.id AND c.kind = 'partners' AND d.from_id = $2)
    AND NOT EXISTS (SELECT 1 FROM link c WHERE c.tenant_id = $1 AND c.from_id = g.id
        AND c.kind = 'deals' AND c.to_id = $2)
ORDER BY g.tenant_id, g.protected_until DESC, g.id LIMIT 1
"""


class PartnersCustomer(Conflict):
    """The customer was promised to a partner."""

    code = "partners_customer"


async def demand_unguarded(uow: UnitOfWork, change: Change) -> None:
    """Raise `PartnersCustomer` for a deal past the partner; in the transaction of the write."""
    if not change.links.keys() & {"companies", PARTNERS}:
        return
    me = change.principal
    args = Args(me.tenant_id, change.record_id, clock.now())
    seen = visible(me, args, "g", of=REGISTRATION)
    decides = visible(me, args, "g", of=REGISTRATION, action="transfer")
    row = await uow.fetchrow(_GUARDED.format(seen=seen, decides=decides), *args.values)
    if row is None:
        return
    if not row["seen"]:
        text = _("A partner's registration protects this customer. Ask a manager for the deal.")
        raise PartnersCustomer(text)
    text = _(
        "%(partner)s registered this customer, who is theirs until %(day)s. "
        "Name the partner on the deal, or ask a manager for it."
    )
    raise PartnersCustomer(
        text, partner=row["partner"] or "—", day=format_date(row["protected_until"])
    )
