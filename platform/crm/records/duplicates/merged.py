"""What was merged into a record."""

from datetime import datetime
from uuid import UUID

import msgspec

from crm.records.scope import visible
from crm.records.types import RecordType
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork


class MergedRecord(msgspec.Struct, frozen=True):
    """A record that is part of another now."""

    id: UUID
    title: str
    merged_at: datetime


async def merged_into(
    uow: UnitOfWork, principal: Principal, kind: RecordType, record_id: UUID
) -> list[MergedRecord]:
    """Those that the principal could see, the latest first."""
    args = Args(principal.tenant_id, record_id)
    scope = visible(principal, args, "r", of=kind)
    rows = await uow.fetch(
        f"SELECT r.id, r.title, r.deleted_at AS merged_at FROM record r "
        f"WHERE r.tenant_id = $1 AND r.merged_into = $2 AND {scope} "
        f"ORDER BY r.tenant_id, r.deleted_at DESC, r.id LIMIT 100",
        *args.values,
    )
    return [MergedRecord(**row) for row in rows]
