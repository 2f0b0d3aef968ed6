"""Every night: what was said to the bot and is settled is forgotten."""

from typing import Any, Final
from uuid import UUID

from kernel import jobs
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

PURGE: Final = "bots.purge"
AT_ONCE: Final = 5_000

# What stands in a chat for longer than a button works is only looked at.
_BUTTONS: Final = """
DELETE FROM chat_action a WHERE a.tenant_id = $1 AND a.id = ANY(ARRAY(
    SELECT s.id FROM chat_action s
    WHERE s.tenant_id = $1 AND s.expires_at < now() - interval '1 day'
    ORDER BY s.tenant_id, s.expires_at LIMIT $2))
"""
_DRAFTS: Final = """
DELETE FROM chat_draft d WHERE d.tenant_id = $1 AND d.id = ANY(ARRAY(
    SELECT s.id FROM chat_draft s
    WHERE s.tenant_id = $1 AND s.updated_at < now() - interval '60 days'
      AND NOT EXISTS (SELECT FROM chat_action a WHERE a.tenant_id = $1 AND a.draft_id = s.id)
    ORDER BY s.tenant_id, s.id LIMIT $2))
"""
_FILES: Final = """
DELETE FROM chat_file f WHERE f.tenant_id = $1 AND f.id = ANY(ARRAY(
    SELECT s.id FROM chat_file s WHERE s.tenant_id = $1 AND s.draft_id IS NULL
      AND s.created_at < now() - interval '60 days' ORDER BY s.tenant_id, s.id LIMIT $2))
"""
_TOLD: Final = """
DELETE FROM chat_told t WHERE t.tenant_id = $1 AND t.at = ANY(ARRAY(
    SELECT s.at FROM chat_told s WHERE s.tenant_id = $1 AND s.at < now() - interval '7 days'
    ORDER BY s.tenant_id, s.at LIMIT $2))
"""
_INBOX: Final = (
    "DELETE FROM bot_inbox WHERE state = 'done' AND received_at < now() - interval '7 days'",
    "DELETE FROM bot_inbox WHERE state = 'dead' AND received_at < now() - interval '30 days'",
    "DELETE FROM bot_link_token WHERE expires_at < now() - interval '1 day'",
    """
    DELETE FROM delivery
    WHERE state IN ('sent', 'blocked') AND created_at < now() - interval '30 days'
    """,
)


PARTS: Final = (_BUTTONS, _DRAFTS, _FILES, _TOLD)


@jobs.job("bots.sweep", cron="23 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Old updates and messages, and a purge for each workspace."""
    for statement in _INBOX:
        await uow.execute(statement)
    await everywhere(uow, PURGE)


@jobs.job(PURGE)
async def purge(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Buttons that work no more, then drafts without one; the rest is a job of its own."""
    tenant_id: UUID | None = uow.tenant_id
    gone = [await uow.execute(text, tenant_id, AT_ONCE) for text in PARTS]
    if AT_ONCE in gone:
        await jobs.enqueue(uow, PURGE, {})
