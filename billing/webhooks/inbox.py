"""Events are kept before anything is done about them: each once, however often it comes."""

from typing import Final

from billing.webhooks.letters import Letter
from kernel import clock, jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork

JOB: Final = "billing.heard"

_KEEP: Final = """
INSERT INTO billing_event (id, type, customer_id, charge_id, state, error, happened_at,
                           received_at, processed_at)
VALUES (:id, :type, :customer_id, :charge_id, :state, :error, :happened_at, :now, :processed_at)
ON CONFLICT (id) DO NOTHING RETURNING id
"""


async def receive(uow: UnitOfWork, letter: Letter, *, live: bool) -> None:
    """Keep it, and let a worker look what is true now."""
    why = _useless(letter, live=live)
    batch, now = WriteBatch(), clock.now()
    kept = batch.add(
        _KEEP,
        id=letter.id,
        type=letter.type,
        customer_id=letter.customer,
        charge_id=letter.charge,
        state="ignored" if why else "waiting",
        error=why,
        happened_at=letter.at,
        now=now,
        processed_at=now if why else None,
    )
    if not why:
        # One lane for each customer: their events take turns, others need not wait.
        jobs.enqueue_part(
            batch,
            JOB,
            {"event": letter.id},
            lane=letter.customer or letter.charge or "",
            only_if=f"EXISTS (SELECT FROM {kept})",
        )
    await batch.run(uow)


def _useless(letter: Letter, *, live: bool) -> str:
    if letter.livemode != live:
        return "of the other mode"
    if letter.account is not None:
        return "of another account"
    return "" if letter.customer or letter.charge else "of no customer"
