"""Calling a webhook: signed, within seconds, to a pinned address; and what became of it."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from crm.automation.webhooks.ending import end
from crm.automation.webhooks.log import CHANNEL
from crm.automation.webhooks.secrets import signed
from kernel import clock, outward
from kernel.sending import SENDERS, Hopeless, Outgoing, Sender
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

ATTEMPTS: Final = 16
LONGEST: Final = timedelta(hours=8)
# After so long without one success it is switched off.
PATIENCE: Final = timedelta(days=5)
GONE: Final = 410

_MESSAGE = """
SELECT d.id, d.webhook_id, d.body, w.url, w.secret, w.old_secret, w.old_ends_at, w.active,
       w.member_id
FROM webhook_delivery d JOIN webhook w ON w.tenant_id = $1 AND w.id = d.webhook_id
WHERE d.tenant_id = $1 AND d.id = $2
"""
_TRIED = """
UPDATE webhook_delivery SET state = $3, attempts = attempts + 1, status = $4, error = $5,
    tried_at = $6
WHERE tenant_id = $1 AND id = $2
"""
_WELL = """
UPDATE webhook SET failing_since = NULL
WHERE tenant_id = $1 AND id = $2 AND failing_since IS NOT NULL
"""
_ILL = """
UPDATE webhook SET failing_since = coalesce(failing_since, $3)
WHERE tenant_id = $1 AND id = $2 RETURNING failing_since
"""


async def send(uow: UnitOfWork, message: Outgoing) -> str:
    """Tell it once; what it answers is a number to us, never a text."""
    if message.workspace_id is None:
        raise Hopeless("it is no workspace's")
    await uow.enter(message.workspace_id)
    row = await uow.fetchrow(_MESSAGE, uow.tenant_id, UUID(message.destination))
    if row is None:
        raise Hopeless("the webhook or the record is gone")
    if row["active"] and await member(uow, message.workspace_id, row["member_id"]) is None:
        await end(uow, row["webhook_id"], "member")
    elif row["active"]:
        return await _call(uow, row, last=message.attempts + 1 >= ATTEMPTS)
    await _tried(uow, row["id"], "failed", None, "switched off")
    raise Hopeless("it is switched off")


async def _call(uow: UnitOfWork, row: Any, *, last: bool) -> str:
    status: int | None = None
    try:
        headers = signed(row, f"msg_{row['id'].hex}", row["body"])
        status = await outward.post(row["url"], row["body"].encode(), headers)
        if 200 <= status < 300:  # noqa: PLR2004 -- success
            await _tried(uow, row["id"], "sent", status, "")
            await uow.execute(_WELL, uow.tenant_id, row["webhook_id"])
            return str(status)
        raise ConnectionError(f"answered {status}")
    except outward.Unsafe as error:
        await _failed(uow, row, "failed", status, str(error))
        raise Hopeless(str(error)) from error
    except OSError as error:
        gone = status == GONE
        what = str(error) or type(error).__name__
        await _failed(uow, row, "failed" if last or gone else "waiting", status, what)
        if gone:
            await end(uow, row["webhook_id"], "gone")
            raise Hopeless(what) from error
        raise


async def _failed(uow: UnitOfWork, row: Any, state: str, status: int | None, why: str) -> None:
    await _tried(uow, row["id"], state, status, why)
    now = clock.now()
    since = await uow.fetchval(_ILL, uow.tenant_id, row["webhook_id"], now)
    if since is not None and since <= now - PATIENCE:
        await end(uow, row["webhook_id"], "failures")


async def _tried(
    uow: UnitOfWork, delivery_id: UUID, state: str, status: int | None, why: str
) -> None:
    said = (state, status, why[:200], clock.now())
    await uow.execute(_TRIED, uow.tenant_id, delivery_id, *said)


SENDERS[CHANNEL] = Sender(send, attempts=ATTEMPTS, longest=LONGEST)
