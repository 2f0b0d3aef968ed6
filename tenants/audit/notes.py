"""Writing down a change of the settings, in the transaction that makes it."""

from typing import Any
from uuid import UUID

from kernel import events
from kernel.batch import WriteBatch
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


async def note(
    uow: UnitOfWork,
    principal: Principal,
    record_type: str,
    record_id: UUID,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """One event of the audit."""
    batch = WriteBatch()
    events.append(
        batch,
        principal,
        record_type=record_type,
        record_id=record_id,
        action=action,
        before=before,
        after=after,
    )
    await batch.run(uow)
