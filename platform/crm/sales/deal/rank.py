"""Places in a column: each deal has a number of its own, and there is always one between two."""

import secrets
from typing import Final
from uuid import UUID

from crm.records.scope import visible
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

GAP: Final = 1 << 20

_HOLD = """
SELECT s.id FROM stage s WHERE s.tenant_id = $1 AND s.id = $2 FOR NO KEY UPDATE
"""
_NEXT = """
SELECT d.rank FROM deal d WHERE d.tenant_id = $1 AND d.stage_id = $2 AND d.rank > $3
ORDER BY d.tenant_id, d.stage_id, d.rank LIMIT 1
"""
_SPREAD = f"""
UPDATE deal d SET rank = n.rank FROM (
    SELECT o.id, min(o.rank) OVER () + {GAP} * (row_number() OVER (ORDER BY o.rank) - 1) AS rank
    FROM deal o WHERE o.tenant_id = $1 AND o.stage_id = $2
) n
WHERE d.tenant_id = $1 AND d.stage_id = $2 AND d.id = n.id
"""


def top() -> int:
    """Above everything that was ever put on top."""
    return -((int(clock.now().timestamp() * 1000) << 20) | secrets.randbelow(GAP))


async def place(uow: UnitOfWork, principal: Principal, stage_id: UUID, below: UUID | None) -> int:
    """A free place on top of a stage's column, or right below another deal.

    Whoever puts something between two others holds the column till the end of the transaction.
    """
    if below is None:
        return top()
    await hold(uow, principal, stage_id)
    above = await _above(uow, principal, stage_id, below)
    if above is None:
        return top()
    after = await uow.fetchval(_NEXT, principal.tenant_id, stage_id, above)
    if after is None:
        return above + GAP
    if after - above < 2:  # noqa: PLR2004 -- nothing lies between neighbours
        await uow.execute(_SPREAD, principal.tenant_id, stage_id)
        return await place(uow, principal, stage_id, below)
    return int((above + after) // 2)


async def hold(uow: UnitOfWork, principal: Principal, stage_id: UUID) -> None:
    """One at a time: two that aim at the same gap would find the same place."""
    await uow.fetchval(_HOLD, principal.tenant_id, stage_id)


async def _above(
    uow: UnitOfWork, principal: Principal, stage_id: UUID, deal_id: UUID
) -> int | None:
    args = Args(principal.tenant_id, deal_id)
    row = await uow.fetchrow(
        f"SELECT d.stage_id, d.rank FROM deal d WHERE d.tenant_id = $1 AND d.id = $2 "
        f"AND d.deleted_at IS NULL AND {visible(principal, args, 'd', of=DEAL)}",
        *args.values,
    )
    if row is None:
        raise Invalid(fields={"below": _("There is no such deal.")})
    return row["rank"] if row["stage_id"] == stage_id else None
