"""Bills that are still to be sent or taken back; and payments that the provider knows of."""

from typing import Any, Final
from uuid import UUID

import msgspec

from billing.gateway.port import Account
from billing.plans.shelf import versions
from billing.prepaid import providers
from billing.prepaid.port import Bill, Demand
from billing.prepaid.service import BILL, DAYS_TO_PAY, Order, order_called, settle
from billing.subscription.service import account_of, held
from billing.switch import selling
from billing.webhooks.catching_up import also_look, provider
from billing.webhooks.customers import customer_of
from kernel import clock, jobs
from kernel.errors import NotFound
from kernel.i18n import _, ngettext, use
from kernel.jobs import Work
from kernel.transaction import UnitOfWork

_BILLED: Final = """
UPDATE prepaid_order SET invoice_id = $3, page = $4 WHERE tenant_id = $1 AND id = $2
"""
_WAITING: Final = """
SELECT o.id FROM prepaid_order o
WHERE o.tenant_id = $1 AND o.provider = 'stripe' AND o.state <> 'paid' AND o.invoice_id IS NOT NULL
ORDER BY o.tenant_id, o.id DESC LIMIT 20
"""


@jobs.job(BILL, parts=True)
async def bill(work: Work, payload: dict[str, Any]) -> None:
    """Ask for the money, or ask no more; the row says which, and again is harmless."""
    id = UUID(payload["order"])
    async with work() as uow:
        try:
            found = await order_called(uow, id)
        except NotFound:
            return
        if found.provider != selling.gateway.name or found.state == "paid":
            return
        account = await _account(uow)
        text = await _text(uow, found, account.language)
    takes = providers.called(found.provider)
    if found.state == "withdrawn":
        if found.invoice_id is None:
            return
        made = await takes.withdraw(found.invoice_id)
    else:
        demand = Demand(
            reference=found.reference,
            text=text,
            amount=found.amount,
            days=DAYS_TO_PAY,
            invoice_id=found.invoice_id,
        )
        made = await takes.bill(account, demand)
    async with work() as uow:
        await uow.execute(_BILLED, uow.tenant_id, id, made.invoice_id, made.page)
        await _settled(uow, found, made)
    if found.state == "open":
        await _taken_back(work, id, made)


async def _taken_back(work: Work, id: UUID, made: Bill) -> None:
    """It may have been withdrawn while the bill was written."""
    async with work() as uow:
        state = (await order_called(uow, id)).state
    if state == "withdrawn" and made.invoice_id is not None:
        await providers.called("stripe").withdraw(made.invoice_id)


async def _account(uow: UnitOfWork) -> Account:
    bought = await held(uow)
    account = await account_of(uow, bought)
    return msgspec.structs.replace(account, customer_id=await customer_of(uow, account))


async def _text(uow: UnitOfWork, order: Order, language: str) -> str:
    offer = (await versions(uow, order.version_id))[order.version_id]
    with use(language):
        seats = ngettext("%(num)s seat", "%(num)s seats", order.quantity)
        if order.interval == "year":
            time = ngettext("%(num)s year", "%(num)s years", order.periods)
        else:
            time = ngettext("%(num)s month", "%(num)s months", order.periods)
        return _("%(plan)s, %(seats)s, %(time)s", plan=offer.name, seats=seats, time=time)


@also_look
async def look(uow: UnitOfWork) -> None:
    """Whether one of the workspace's bills was paid."""
    for row in await uow.fetch(_WAITING, uow.tenant_id):
        found = await order_called(uow, row["id"])
        if found.invoice_id is not None:
            await _settled(uow, found, await providers.called("stripe").look(found.invoice_id))


async def _settled(uow: UnitOfWork, order: Order, made: Bill) -> None:
    if made.state == "paid" and uow.tenant_id is not None:
        actor = provider(uow.tenant_id)
        await settle(uow, actor, order, made.paid_at or clock.now(), by="Stripe")
