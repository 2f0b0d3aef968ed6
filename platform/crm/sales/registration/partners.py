"""What came through a partner: registrations, and deals open and won."""

from typing import Any
from uuid import UUID

import msgspec

from crm.customers.overview.ports import reads
from crm.records.scope import visible
from crm.sales.deal.model import DEAL
from crm.sales.registration.model import REGISTRATION
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_BROUGHT = """
SELECT
    (SELECT count(*) FROM link l
        JOIN registration g ON g.tenant_id = $1 AND g.id = l.from_id AND g.deleted_at IS NULL
        WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'partners' AND {registrations})
        AS registrations,
    count(*) FILTER (WHERE d.status = 'open') AS open_deals,
    count(*) FILTER (WHERE d.status = 'won') AS won_deals,
    (sum({worth}) FILTER (WHERE d.status = 'open'))::bigint AS open_worth,
    (sum({worth}) FILTER (WHERE d.status = 'won'))::bigint AS won_worth
FROM link k JOIN deal d ON d.tenant_id = $1 AND d.id = k.from_id AND d.deleted_at IS NULL
WHERE k.tenant_id = $1 AND k.to_id = $2 AND k.kind = 'partners' AND {deals}
"""


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """Of what the reader sees; the sums are in the base currency, None where they are hidden."""

    registrations: int
    open_deals: int
    won_deals: int
    open_worth: int | None
    won_worth: int | None


async def brought(uow: UnitOfWork, me: Principal, company_id: UUID) -> Brought:
    """What a partner brought so far."""
    args = Args(me.tenant_id, company_id)
    row: Any = await uow.fetchrow(
        _BROUGHT.format(
            registrations=visible(me, args, "g", of=REGISTRATION),
            deals=visible(me, args, "d", of=DEAL),
            worth="d.amount_base" if reads(me, DEAL, "amount") else "NULL::bigint",
        ),
        *args.values,
    )
    return Brought(**row)
