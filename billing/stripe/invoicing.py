"""A prepaid period as an invoice that Stripe sends; by which ways it is paid is set there."""

from typing import Any, Final, Literal

from billing.gateway.port import Account
from billing.prepaid.port import Bill, Demand
from billing.stripe import reading, units
from billing.stripe.wire import Wire, asking, once


class StripeInvoices:
    """Each step looks first, so that the whole may break off anywhere and be begun again."""

    name: Literal["stripe", "manual"] = "stripe"

    def __init__(self, wire: Wire, tax: str | None = None) -> None:
        self._client = wire.v1
        self._tax = tax

    async def bill(self, account: Account, demand: Demand) -> Bill:
        """Make it, put the line on it, close it, send it."""
        row = await (
            self._made(account, demand)
            if demand.invoice_id is None
            else self._row(demand.invoice_id)
        )
        if row["status"] == "draft":
            if not row["lines"]["data"]:
                await self._add_line(account, demand, row)
            async with asking():
                row = await self._client.invoices.send_invoice_async(row["id"])
        return _bill(row)

    async def _made(self, account: Account, demand: Demand) -> Any:
        told: dict[str, Any] = {
            "customer": account.customer_id,
            "currency": demand.amount.currency.lower(),
            "collection_method": "send_invoice",
            "days_until_due": demand.days,
            "auto_advance": False,
            "pending_invoice_items_behavior": "exclude",
            "description": demand.reference,
            "metadata": {"order": demand.reference},
        }
        if self._tax is not None and not demand.taxed and await self._has_place(account):
            told["automatic_tax"] = {"enabled": True}
        key = f"prepaid:{account.workspace_id}:{demand.reference}"
        async with asking():
            made = await once(lambda how: self._client.invoices.create_async(told, how), key)
        # What is repeated under a key is as old as the key.
        return await self._row(made["id"])

    async def _has_place(self, account: Account) -> bool:
        """Tax hangs on where they are, which who never was at the checkout has not said."""
        async with asking():
            row = await self._client.customers.retrieve_async(str(account.customer_id))
        return bool(row["address"] and row["address"]["country"])

    async def _row(self, invoice_id: str) -> Any:
        async with asking():
            return await self._client.invoices.retrieve_async(invoice_id)

    async def _add_line(self, account: Account, demand: Demand, row: Any) -> None:
        invoice_id, taxed = row["id"], row["automatic_tax"]["enabled"]
        told: dict[str, Any] = {
            "customer": account.customer_id,
            "invoice": invoice_id,
            "amount": units.told(demand.amount),
            "currency": demand.amount.currency.lower(),
            "description": demand.text,
        }
        if taxed:
            told["tax_behavior"] = self._tax
        async with asking():
            await once(
                lambda how: self._client.invoice_items.create_async(told, how), f"line:{invoice_id}"
            )

    async def look(self, invoice_id: str) -> Bill:
        """What became of it."""
        return _bill(await self._row(invoice_id))

    async def withdraw(self, invoice_id: str) -> Bill:
        """Void it, unless somebody was faster and paid."""
        row = await self._row(invoice_id)
        if row["status"] == "open":
            async with asking():
                row = await self._client.invoices.void_invoice_async(invoice_id)
        return _bill(row)


_STATES: Final[dict[str, Literal["open", "paid", "withdrawn"]]] = {
    "paid": "paid",
    "void": "withdrawn",
    "uncollectible": "withdrawn",
}


def _bill(row: Any) -> Bill:
    return Bill(
        invoice_id=row["id"],
        page=row["hosted_invoice_url"] or "",
        state=_STATES.get(row["status"], "open"),
        paid_at=reading.moment(row["status_transitions"]["paid_at"]),
    )
