"""Keeping the spans: whoever writes a subscription down has it looked at here."""

from typing import Any, Final

from billing.plans.shelf import Offer
from billing.subscription.bought import Bought
from kernel import clock
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

MONTHS: Final = {"month": 12, "year": 1}

_OPEN: Final = """
SELECT r.id, r.began_at, r.phase, r.plan, r.currency, r.yearly_minor FROM revenue_span r
WHERE r.tenant_id = $1 AND r.ended_at IS NULL
"""
_END: Final = "UPDATE revenue_span SET ended_at = $3 WHERE tenant_id = $1 AND id = $2"
_BEGIN: Final = """
INSERT INTO revenue_span (tenant_id, id, began_at, phase, plan, currency, yearly_minor)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


def worth(bought: Bought, offer: Offer) -> tuple[str, str, str, int]:
    """Phase, plan, currency and what a year brings in: what is charged, not what is listed.

    What is overdue still counts, for it is owed; what was cancelled counts until it ends; a trial
    brings in nothing, with a card or without.
    """
    phase = "free"
    yearly = 0
    if bought.status == "trialing":
        phase = "trial"
    elif bought.status in {"active", "past_due"} and not offer.free:
        phase = "paid"
        yearly = bought.costs(offer).amount_minor * MONTHS[bought.interval]
    return phase, offer.plan, bought.currency, yearly


async def keep(uow: UnitOfWork, bought: Bought, offer: Offer) -> None:
    """End the open span and begin another where the worth has changed; the row is held."""
    now = clock.now()
    said = worth(bought, offer)
    open_: Any = await uow.fetchrow(_OPEN, uow.tenant_id)
    if open_ is not None:
        if tuple(open_.values())[2:] == said:
            return
        await uow.execute(_END, uow.tenant_id, open_["id"], max(now, open_["began_at"]))
    # One from before this was kept began with its period.
    since = bought.period_start if open_ is None and bought.period_start else now
    await uow.execute(_BEGIN, uow.tenant_id, uuid7(), min(since, now), *said)
