"""Whoever leaves a workspace is no longer reached by its bot."""

from uuid import UUID

from crm.customers.offboarding.ports import on_leaving
from kernel.transaction import UnitOfWork

_UNLINK = "DELETE FROM bot_binding WHERE person_id = $1 AND workspace_id = $2"
_FORGET = """
UPDATE bot_binding SET workspace_ids = array_remove(workspace_ids, $2)
WHERE person_id = $1 AND $2 = ANY(workspace_ids)
"""


@on_leaving
async def unlink(uow: UnitOfWork, person_id: UUID) -> None:
    """Chats that speak to this workspace are untied; others just cannot switch to it."""
    await uow.execute(_UNLINK, person_id, uow.tenant_id)
    await uow.execute(_FORGET, person_id, uow.tenant_id)
