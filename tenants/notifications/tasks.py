"""What was held back over quiet hours is said when they end."""

from typing import Any
from uuid import UUID

from kernel import jobs
from kernel.transaction import UnitOfWork
from tenants.notifications.service import LATER, Notice, speak

_HELD = """
SELECT n.id, n.tenant_id, n.member_id, n.kind, n.title, n.body, n.record_type, n.record_id
FROM notification n WHERE n.tenant_id = $1 AND n.id = $2
"""


@jobs.job(LATER)
async def say(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Once, to whoever still is there and still wants to hear it in chats."""
    row = await uow.fetchrow(_HELD, uow.tenant_id, UUID(payload["notification_id"]))
    if row is not None:
        await speak(uow, Notice(**row))
