"""Every hour what was told and not acted upon; every night everything."""

from typing import Any, Final

from billing.reconciling.comparing import compare
from billing.reconciling.listening import LONG, listen_again
from billing.stripe.gateway import StripeGateway
from billing.switch import selling
from billing.webhooks.inbox import JOB
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.jobs import Work
from kernel.transaction import UnitOfWork

AT_ONCE: Final = 500

# Their jobs were given up, for the provider was away for longer than a job is tried again.
_STUCK: Final = """
SELECT DISTINCT ON (about) e.id, coalesce(e.customer_id, e.charge_id) AS about
FROM billing_event e
WHERE e.state = 'waiting' AND e.received_at < now() - interval '10 minutes'
ORDER BY about, e.received_at LIMIT $1
"""


@jobs.job("billing.stuck", cron="7 * * * *")
async def stuck(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Look again at what waits for too long; one look answers all of a customer's events."""
    batch = WriteBatch()
    for row in await uow.fetch(_STUCK, AT_ONCE):
        key = f"{JOB}.{row['about']}"
        jobs.enqueue_part(batch, JOB, {"event": row["id"]}, lane=row["about"], dedupe_key=key)
    await batch.run(uow)


@jobs.job("billing.told", cron="37 * * * *", parts=True)
async def told(work: Work, _payload: dict[str, Any]) -> None:
    """Fetch what the provider told in the last hours, in case that its words were lost."""
    gateway = selling.gateway
    if isinstance(gateway, StripeGateway):
        await listen_again(work, gateway)


@jobs.job("billing.nightly", cron="13 2 * * *", parts=True)
async def nightly(work: Work, _payload: dict[str, Any]) -> None:
    """Compare everything."""
    gateway = selling.gateway
    if isinstance(gateway, StripeGateway):
        await listen_again(work, gateway, LONG)
        await compare(work, gateway)
