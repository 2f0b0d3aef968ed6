"""Through whom we sell: at most one partner on a lead, a deal, a registration."""

from typing import Final

from crm.records.ports import Change
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.transaction import UnitOfWork

PARTNERS: Final = "partners"
# The parts of a company that sell for us.
ROLES: Final = ("partner", "reseller", "distributor")

_ROLE = "SELECT c.role FROM company c WHERE c.tenant_id = $1 AND c.id = $2"


def one_partner(change: Change) -> None:
    """Raise `Invalid` for two of them."""
    if len(change.links.get(PARTNERS, ())) > 1:
        raise Invalid(fields={PARTNERS: _("One partner at most.")})


async def demand_partner(uow: UnitOfWork, change: Change) -> None:
    """Raise `Invalid` for a company that does not sell for us; in the transaction of the write."""
    for company_id in change.links.get(PARTNERS, ()):
        if await uow.fetchval(_ROLE, change.principal.tenant_id, company_id) not in ROLES:
            text = _("This company is no partner. Give it the part of a partner first.")
            raise Invalid(fields={PARTNERS: text})
