"""What went back, mirrored; what a lost dispute took is asked for once more."""

from typing import Any, Final

import msgspec

from billing.gateway.port import Reversal
from billing.prepaid import providers
from billing.prepaid.port import Demand
from billing.reversals.letters import tell
from billing.subscription.bought import Bought
from billing.subscription.service import account_of, held, write
from billing.switch import selling
from billing.webhooks.catching_up import also_look, provider
from kernel import clock
from kernel.i18n import _, use
from kernel.ids import uuid7
from kernel.money import Money
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

THING: Final = "billing_reversal"
DAYS_TO_PAY: Final = 14

_HEARD: Final = """
SELECT e.customer_id FROM billing_event e
JOIN billing_customer c ON c.provider = $2 AND c.customer_id = e.customer_id
WHERE c.workspace_id = $1 AND e.state = 'waiting'
AND split_part(e.type, '.', 1) IN ('charge', 'refund', 'credit_note')
LIMIT 1
"""
_KEEP: Final = """
INSERT INTO billing_reversal (tenant_id, id, reference, kind, invoice_id, currency, amount_minor,
                              state, reason, happened_at, lost_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (tenant_id, reference) DO UPDATE SET amount_minor = excluded.amount_minor,
    state = excluded.state, lost_at = coalesce(billing_reversal.lost_at, excluded.lost_at)
WHERE (billing_reversal.amount_minor, billing_reversal.state)
    IS DISTINCT FROM (excluded.amount_minor, excluded.state)
RETURNING id
"""
_LIST: Final = """
SELECT r.reference, r.kind, r.invoice_id, r.currency, r.amount_minor, r.state, r.reason,
       r.happened_at FROM billing_reversal r WHERE r.tenant_id = $1
ORDER BY r.tenant_id, r.happened_at DESC, r.id LIMIT 200
"""
_LOST: Final = """
SELECT r.id, r.reference, r.currency, r.amount_minor, r.claim_id, r.lost_at FROM billing_reversal r
WHERE r.tenant_id = $1 AND r.state = 'lost' AND r.settled_at IS NULL
ORDER BY r.tenant_id, r.lost_at, r.id
"""
_CLAIMED: Final = """
UPDATE billing_reversal SET claim_id = $3, claim_page = $4, settled_at = $5
WHERE tenant_id = $1 AND id = $2
"""
_CLAIM: Final = """
SELECT r.claim_page FROM billing_reversal r
WHERE r.tenant_id = $1 AND r.state = 'lost' AND r.settled_at IS NULL AND r.claim_page <> ''
ORDER BY r.tenant_id, r.lost_at LIMIT 1
"""


async def reversals(uow: UnitOfWork) -> list[Reversal]:
    """What went back, the latest first."""
    return [
        Reversal(
            id=row["reference"],
            kind=row["kind"],
            invoice_id=row["invoice_id"],
            amount=Money(row["amount_minor"], row["currency"]),
            state=row["state"],
            at=row["happened_at"],
            reason=row["reason"],
        )
        for row in await uow.fetch(_LIST, uow.tenant_id)
    ]


async def claim(uow: UnitOfWork) -> str:
    """The page where what a lost dispute took is paid; "" where nothing is owed."""
    page: str | None = await uow.fetchval(_CLAIM, uow.tenant_id)
    return page or ""


@also_look
async def look(uow: UnitOfWork) -> None:
    """What went back since, and whether what is owed for it was paid."""
    customer = await uow.fetchval(_HEARD, uow.tenant_id, selling.gateway.name)
    if customer is not None:
        for one in await selling.gateway.reversals(customer):
            await _keep(uow, one)
    bought, owed_since = await held(uow), None
    for row in await uow.fetch(_LOST, uow.tenant_id):
        if not await _settled(uow, bought, row):
            owed_since = owed_since or row["lost_at"]
    if owed_since != bought.owed_since:
        after = msgspec.structs.replace(bought, owed_since=owed_since)
        await write(uow, provider(bought.tenant_id), bought, after)


async def _keep(uow: UnitOfWork, one: Reversal) -> None:
    """Write it down; what is news is told."""
    lost_at = clock.now() if one.state == "lost" else None
    money = one.amount.currency, one.amount.amount_minor
    told = (one.kind, one.invoice_id, *money, one.state, one.reason, one.at, lost_at)
    if await uow.fetchval(_KEEP, uow.tenant_id, uuid7(), one.id, *told) is None:
        return
    actor = provider((await held(uow)).tenant_id)
    said = {"kind": one.kind, "status": one.state, "amount": one.amount.written}
    await note(uow, actor, THING, actor.tenant_id, "updated", after=said)
    if one.state != "void":
        await tell(uow, one)


async def _settled(uow: UnitOfWork, bought: Bought, row: Any) -> bool:
    """Whether the claim was paid or forgiven; it is made where there is none."""
    takes, account = providers.called("stripe"), await account_of(uow, bought)
    if row["claim_id"] is not None:
        made = await takes.look(row["claim_id"])
    else:
        with use(account.language):
            text = _("Payment that the bank took back (%(id)s)", id=row["reference"])
        amount = Money(row["amount_minor"], row["currency"])
        demand = Demand(
            reference=row["reference"], text=text, amount=amount, days=DAYS_TO_PAY, taxed=True
        )
        made = await takes.bill(account, demand)
    settled_at = None if made.state == "open" else made.paid_at or clock.now()
    if made.invoice_id != row["claim_id"] or settled_at is not None:
        told = (made.invoice_id, made.page, settled_at)
        await uow.execute(_CLAIMED, uow.tenant_id, row["id"], *told)
    return settled_at is not None
