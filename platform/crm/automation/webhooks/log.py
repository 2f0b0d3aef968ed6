"""The log of messages: each row leaves by the outbox, and keeps its id when it is sent again."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.automation.webhooks.payloads import written
from crm.automation.webhooks.service import hook
from crm.automation.webhooks.words import TEST
from kernel import clock, delivery
from kernel.errors import Conflict, NotFound, TooMany
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

CHANNEL: Final = "webhook"
TESTS_A_MINUTE: Final = 5

_INSERT = """
INSERT INTO webhook_delivery (tenant_id, id, webhook_id, event_id, record_id, event, body,
                              created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, webhook_id, event_id) DO NOTHING RETURNING id
"""
_LOG = """
SELECT d.id, d.event, d.record_id, d.state, d.attempts, d.status, d.error, d.created_at, d.tried_at
FROM webhook_delivery d WHERE d.tenant_id = $1 AND d.webhook_id = $2
    AND ($3::uuid IS NULL OR d.id < $3)
ORDER BY d.tenant_id DESC, d.webhook_id DESC, d.id DESC LIMIT $4
"""
_AGAIN = """
UPDATE webhook_delivery SET state = 'waiting', attempts = 0, error = ''
WHERE tenant_id = $1 AND webhook_id = $2 AND id = $3 AND state <> 'waiting' RETURNING id
"""
_KNOWN = "SELECT id FROM webhook_delivery WHERE tenant_id = $1 AND webhook_id = $2 AND id = $3"
_LATELY = """
SELECT count(*) FROM webhook_delivery d WHERE d.tenant_id = $1 AND d.webhook_id = $2
    AND d.event_id IS NULL AND d.created_at > $3
"""


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A message and how it went; `status` is the code of the last answer."""

    id: UUID
    event: str
    record_id: UUID | None
    state: str
    attempts: int
    status: int | None
    error: str
    created_at: datetime
    tried_at: datetime | None


async def log(
    uow: UnitOfWork, webhook_id: UUID, *, after: UUID | None = None, limit: int = 50
) -> tuple[list[Sending], UUID | None]:
    """What a webhook was told, newest first, and where the next page begins."""
    rows = await uow.fetch(_LOG, uow.tenant_id, webhook_id, after, limit + 1)
    items = [Sending(**row) for row in rows[:limit]]
    return items, items[-1].id if len(rows) > limit else None


async def tell(
    uow: UnitOfWork, webhook_id: UUID, event: str, body: str, **about: UUID | None
) -> UUID | None:
    """A message for the outbox; None if the webhook was told of this event already."""
    said = (about.get("event_id"), about.get("record_id"), event, body, clock.now())
    made: UUID | None = await uow.fetchval(_INSERT, uow.tenant_id, uuid7(), webhook_id, *said)
    if made is not None:
        await _post(uow, made)
    return made


async def test(uow: UnitOfWork, webhook_id: UUID) -> UUID:
    """A message that says nothing, to see whether it arrives."""
    await _held(uow, webhook_id)
    since = clock.now() - timedelta(minutes=1)
    if await uow.fetchval(_LATELY, uow.tenant_id, webhook_id, since) >= TESTS_A_MINUTE:
        raise TooMany(60)
    made = await tell(uow, webhook_id, TEST, written(TEST, clock.now(), {"hello": "world"}))
    assert made is not None  # noqa: S101 -- of no event
    return made


async def tell_again(uow: UnitOfWork, webhook_id: UUID, delivery_id: UUID) -> None:
    """The same message with the same id; one that still waits is not doubled."""
    await hook(uow, webhook_id)
    if not await uow.fetchval(_KNOWN, uow.tenant_id, webhook_id, delivery_id):
        raise NotFound
    await _held(uow, webhook_id)
    if not await uow.fetchval(_AGAIN, uow.tenant_id, webhook_id, delivery_id):
        raise Conflict(_("It is on its way already."))
    await _post(uow, delivery_id)


async def _held(uow: UnitOfWork, webhook_id: UUID) -> None:
    active = await uow.fetchval(
        "SELECT active FROM webhook WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        uow.tenant_id,
        webhook_id,
    )
    if active is None:
        raise NotFound
    if not active:
        raise Conflict(_("The webhook is switched off. Switch it on first."))


async def _post(uow: UnitOfWork, delivery_id: UUID) -> None:
    # A destination of its own: order is not promised, and none waits behind one that fails.
    payload: dict[str, Any] = {}
    await delivery.post(
        uow,
        channel=CHANNEL,
        destination=str(delivery_id),
        payload=payload,
        workspace_id=uow.tenant_id,
    )
