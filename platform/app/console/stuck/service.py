"""What failed for good: jobs, messages, updates of chats, what Stripe told; and another try."""

from typing import Any, Final
from uuid import UUID

import msgspec

from app.console.people.service import Named
from app.console.work import OperatorWork
from app.console.workspaces.service import act_upon
from app.operating import queue
from app.operating.queue import Stuck
from billing.webhooks.inbox import JOB as HEARD
from crm.automation.webhooks import log
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.principal import Principal

_STRIPE: Final = """
SELECT 'event' AS kind, b.id, b.type AS name, b.state, 0 AS attempts, b.received_at AS due_at,
       b.workspace_id::text AS workspace, b.error AS why
FROM billing_event b WHERE b.state <> 'done' ORDER BY b.received_at DESC LIMIT $1
"""
_AGAIN: Final = """
UPDATE billing_event SET state = 'waiting', error = '', processed_at = NULL
WHERE id = $1 AND state <> 'done'
"""
_WEBHOOKS: Final = """
SELECT h.tenant_id AS workspace_id, w.slug, w.name, count(*) AS failing,
       min(h.failing_since) AS since, bool_and(NOT h.active) AS given_up
FROM webhook h JOIN workspace w ON w.id = h.tenant_id
WHERE h.failing_since IS NOT NULL GROUP BY h.tenant_id, w.slug, w.name ORDER BY since LIMIT 100
"""
_MESSAGES: Final = """
SELECT d.id, d.tenant_id AS workspace_id, d.webhook_id, w.slug, w.name, h.active, d.event,
       d.attempts, d.error AS why, coalesce(d.tried_at, d.created_at) AS at
FROM webhook h JOIN workspace w ON w.id = h.tenant_id AND w.status = 'active'
CROSS JOIN LATERAL (
    SELECT f.id, f.tenant_id, f.webhook_id, f.event, f.attempts, f.error, f.tried_at, f.created_at
    FROM webhook_delivery f
    WHERE f.tenant_id = h.tenant_id AND f.webhook_id = h.id AND f.state = 'failed'
    ORDER BY f.tenant_id DESC, f.webhook_id DESC, f.id DESC LIMIT 20) d
ORDER BY at DESC LIMIT 100
"""
_OF: Final = """
SELECT q.id::text AS id, q.entrypoint AS name,
       coalesce((SELECT l.traceback->>'exception_type' FROM queue.pgqueuer_log l
                 WHERE l.job_id = q.id AND l.traceback IS NOT NULL
                 ORDER BY l.created DESC LIMIT 1), '') AS why
FROM queue.pgqueuer q WHERE q.status = 'failed' AND q.headers->>'tenant' = $1::uuid::text
ORDER BY q.id DESC LIMIT 20
"""


async def stuck(work: OperatorWork, *, most: int = 200) -> list[Stuck]:
    """All of it, newest last."""
    told = [Stuck(**row) for row in await work.fetch(_STRIPE, most)]
    return [*await queue.listed(work, limit=most), *told]


async def webhooks(work: OperatorWork) -> list[dict[str, Any]]:
    """Workspaces whose webhooks do not arrive just now."""
    return [dict(row) for row in await work.fetch(_WEBHOOKS)]


async def messages(work: OperatorWork) -> list[dict[str, Any]]:
    """What webhooks were told in vain, the latest of each; nothing of what was in it."""
    return [dict(row) for row in await work.fetch(_MESSAGES)]


async def send_again(
    work: OperatorWork, me: Named, workspace_id: UUID, webhook_id: UUID, delivery_id: UUID
) -> None:
    """The same message, with its id; both audits say so. What was sent is not there."""

    async def act(_work: OperatorWork, _actor: Principal, _why: str) -> dict[str, Any]:
        await log.tell_again(work, webhook_id, delivery_id)
        return {"kind": "webhook"}

    await act_upon(work, me, workspace_id, "retried", _("What failed was sent again."), act)


async def of_workspace(work: OperatorWork, workspace_id: UUID) -> list[dict[str, Any]]:
    """The jobs of one workspace that failed."""
    return [dict(row) for row in await work.fetch(_OF, workspace_id)]


async def again(work: OperatorWork, kind: str, id: str) -> None:
    """Start over with this one; one that has not failed is not there."""
    if kind == "event":
        if await work.execute(_AGAIN, id):
            await work.execute(queue.ENQUEUE, HEARD, msgspec.json.encode({"event": id}))
            return
    elif kind in queue.KINDS and await queue.again(work, kind, [id]):
        return
    raise NotFound
