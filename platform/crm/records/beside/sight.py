"""Whether somebody who may not change a record may at least know of it."""

from uuid import UUID

from crm.records.reading import fetch
from crm.records.types import RecordType, record_types
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.sight import on_sight


def watch() -> None:
    """For every declared type."""
    for kind in record_types():
        _watch(kind)


def _watch(kind: RecordType) -> None:
    async def look(uow: UnitOfWork, principal: Principal, record_id: UUID, deleted: bool) -> None:  # noqa: FBT001
        await fetch(uow, principal, kind, record_id, deleted=deleted)

    on_sight(kind.name, look)
