"""What hangs on a record (tags, files, shares) tells the record's stream of its changes."""

from typing import Any
from uuid import UUID

from crm.records.types import RecordType
from kernel import events
from kernel.batch import WriteBatch
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


async def tell(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    record_id: UUID,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Append the event, in the transaction of what it tells."""
    batch = WriteBatch()
    batch.add("SELECT TRUE AS told")
    events.append(
        batch,
        principal,
        record_type=kind.name,
        record_id=record_id,
        action=action,
        before=before,
        after=after,
    )
    await batch.run(uow)
