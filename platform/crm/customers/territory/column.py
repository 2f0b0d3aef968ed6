"""The territory of each company, as a column of their lists."""

from uuid import UUID

from crm.customers.company.model import COMPANY
from crm.customers.territory.tree import tree_of
from crm.records.derived import Derived, add_column
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_NOW = """
SELECT s.record_id, s.territory_id FROM territory_span s
WHERE s.tenant_id = $1 AND s.record_id = ANY($2) AND s.ended_at IS NULL
"""


async def _said(uow: UnitOfWork, me: Principal, ids: list[UUID]) -> dict[UUID, str]:
    """Its name after those in which it lies."""
    tree = tree_of(me)
    if not tree.items:
        return {}
    rows = await uow.fetch(_NOW, me.tenant_id, ids)
    return {row["record_id"]: tree.path(row["territory_id"]) for row in rows}


add_column(Derived(type=COMPANY.name, name="territory", label=lazy("Territory"), said=_said))
