"""The figures of one customer, in one statement."""

from typing import Any
from uuid import UUID

from crm.customers.overview.ports import FIGURES, Figure, Said
from crm.records.reading import View
from crm.records.types import RecordType
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork


async def figures(
    uow: UnitOfWork, principal: Principal, kind: RecordType, record_id: UUID
) -> dict[str, Any]:
    """By name: what this reader may know of a record that was fetched for them."""
    args = Args(principal.tenant_id, record_id)
    asked = {figure.name: figure.ask(kind, principal, args) for figure in _of(kind)}
    columns = ", ".join(f"({sql}) AS {name}" for name, sql in asked.items() if sql)
    if not columns:
        return {}
    # So that both are used whatever is asked.
    row = await uow.fetchrow(
        f"SELECT {columns} FROM record o WHERE o.tenant_id = $1 AND o.id = $2", *args.values
    )
    return dict(row) if row else {}


def told(kind: RecordType, principal: Principal, record: View, found: dict[str, Any]) -> list[Said]:
    """The figures in words, in their order."""
    mine = [figure for figure in _of(kind) if figure.name in found]
    return [said for f in mine for said in f.say(found[f.name], record, principal)]


def _of(kind: RecordType) -> list[Figure]:
    mine = [figure for figure in FIGURES.values() if figure.applies(kind)]
    return sorted(mine, key=lambda figure: figure.order)
