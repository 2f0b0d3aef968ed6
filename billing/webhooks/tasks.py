"""Acting on events: one look at the provider answers all that wait for a customer."""

from typing import Any, Final

import structlog

from billing.stripe.pricing import Foreign
from billing.switch import selling
from billing.webhooks.catching_up import catch_up
from billing.webhooks.inbox import JOB
from kernel import clock, jobs
from kernel.transaction import UnitOfWork

log = structlog.get_logger()

_WHOSE: Final = """
SELECT e.customer_id, e.charge_id, c.workspace_id, w.status
FROM billing_event e
LEFT JOIN billing_customer c ON c.provider = $2 AND c.customer_id = e.customer_id
LEFT JOIN workspace w ON w.id = c.workspace_id
WHERE e.id = $1 AND e.state = 'waiting'
"""
_IS_OF: Final = "UPDATE billing_event SET customer_id = $2 WHERE id = $1"
_IGNORE: Final = """
UPDATE billing_event SET state = 'ignored', error = $2, workspace_id = $3, processed_at = $4
WHERE id = $1
"""


@jobs.job(JOB, tenant=False)
async def heard(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Look up what an event is about; nothing is left to do where another one's look saw it."""
    row = await _whose(uow, payload["event"])
    if row is None:
        return
    why = ""
    if row["workspace_id"] is None:
        why = "of a customer that we do not know"
    elif row["status"] != "active":
        why = "of a workspace that is not in use"
    else:
        await uow.enter(row["workspace_id"])
        try:
            await catch_up(uow, row["customer_id"], payload["event"])
        except Foreign as price:
            log.warning("foreign_price", price=str(price))
            why = f"about the price {price}, which is not ours"
    if why:
        await uow.execute(_IGNORE, payload["event"], why, row["workspace_id"], clock.now())


async def _whose(uow: UnitOfWork, event: str) -> Any:
    """The event, if nobody acted upon it yet, with whose it is."""
    gateway = selling.gateway
    row = await uow.fetchrow(_WHOSE, event, gateway.name)
    if row is None or row["customer_id"] is not None or row["charge_id"] is None:
        return row
    await uow.execute(_IS_OF, event, await gateway.customer_of(row["charge_id"]))
    return await uow.fetchrow(_WHOSE, event, gateway.name)


@jobs.job("billing.forget", cron="41 3 * * *")
async def forget(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Once a night: what was settled a month ago."""
    await uow.execute(
        "DELETE FROM billing_event"
        " WHERE state <> 'waiting' AND received_at < now() - interval '30 days'"
    )
