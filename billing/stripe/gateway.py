"""Subscriptions at Stripe. What is wished for is said whole, never as a difference."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final, Literal

from billing.gateway.port import Account, Invoice, Mirror, Preview, Reversal, Wish
from billing.stripe import charging, counter, planning, reading, reversing, units, winning
from billing.stripe.pricing import Prices
from billing.stripe.wire import Unknown, Wire, asking, once
from kernel.errors import Conflict
from kernel.i18n import _
from kernel.money import Money
from kernel.settings import Settings

AT_ONCE: Final = 100


class StripeGateway:
    """The port, spoken over HTTP to the address of the settings, whoever answers there."""

    name: Literal["none", "stripe", "manual"] = "stripe"
    sells = True

    def __init__(self, settings: Settings) -> None:
        self.wire = Wire(settings)
        self.live = "_live_" in (settings.stripe_key or "")
        self._client = self.wire.v1
        self.tax = None if settings.stripe_tax == "off" else settings.stripe_tax
        self._prices = Prices(self._client, self.tax)

    async def close(self) -> None:
        """Hang up."""
        await self.wire.close()

    async def ensure_customer(self, account: Account, *, key: str) -> str:
        """The customer's id, made if there was none."""
        if account.customer_id is not None:
            return account.customer_id
        told = {
            "name": account.name,
            "email": account.email,
            "preferred_locales": [counter.LANGUAGES.get(account.language, "en")],
            "metadata": {"workspace": str(account.workspace_id), "slug": account.slug},
        }
        async with asking():
            made = await once(lambda how: self._client.customers.create_async(told, how), key)
        return str(made["id"])

    async def checkout(
        self, account: Account, wish: Wish, *, back: str, cancelled: str, coupon: str, key: str
    ) -> str:
        """The address of the page where a first subscription is paid for.

        Of several pages that one customer opened only the last can be paid.
        """
        customer = await self.ensure_customer(account, key=f"{key}:customer")
        found = reading.chosen(await self._subscriptions(customer))
        if found is not None and found["status"] in reading.LIVE:
            raise Conflict(_("This workspace has a subscription already. Reload the page."))
        price = await self._prices.named(wish)
        told = counter.order(account, customer, wish, price, back=back, cancelled=cancelled)
        told |= await counter.discounts(self._client, coupon)
        if self.tax is not None:
            told["automatic_tax"] = {"enabled": True}
        await self.close_checkouts(customer)
        async with asking():
            page = await self._client.checkout.sessions.create_async(told)
        return str(page["url"])

    async def close_checkouts(self, customer_id: str) -> None:
        """Nothing more can be bought on pages that are still open somewhere."""
        async with asking():
            pages = await self._client.checkout.sessions.list_async(
                {"customer": customer_id, "status": "open", "limit": AT_ONCE}
            )
        for page in pages.data:
            async with asking():
                await self._client.checkout.sessions.expire_async(page["id"])

    async def portal(self, account: Account, *, back: str) -> str:
        """The address where cards, tax ids and addresses are kept and receipts are found."""
        async with asking():
            page = await self._client.billing_portal.sessions.create_async(
                {"customer": account.customer_id, "return_url": back}
            )
        return str(page["url"])

    async def preview(self, account: Account, wish: Wish, *, at: datetime) -> Preview:
        """What the subscription costs if it becomes this now."""
        told = {
            "items": [await self._item(account, wish)],
            "proration_behavior": "always_invoice",
            "proration_date": int(at.timestamp()),
        }
        async with asking():
            row = await self._client.invoices.create_preview_async(
                {"subscription": account.subscription_id, "subscription_details": told}
            )
        ends = reading.period_end(row) or at
        return reading.preview(row, await self.renewal(account, wish, at=ends), ends, at)

    async def renewal(self, account: Account, wish: Wish, *, at: datetime) -> Money:
        """What a period of that costs which begins then."""
        async with asking():
            row = await self._client.subscriptions.retrieve_async(account.subscription_id)
        cuts = await charging.taken_off(self._client, row)
        whole = units.told(Money(wish.unit_minor * wish.quantity, wish.currency))
        currency = wish.currency.lower()
        return units.heard(charging.less(whole, cuts, currency, at), currency)

    async def _item(self, account: Account, wish: Wish) -> dict[str, Any]:
        price = await self._prices.named(wish)
        return {"id": account.item_id, "price": price, "quantity": wish.quantity}

    async def upcoming(self, account: Account) -> Preview | None:
        """The next invoice, if one will come."""
        found = await self.fetch(account)
        if found is None or found.status == "canceled" or found.ends_at or not found.period_end:
            return None
        async with asking():
            row = await self._client.invoices.create_preview_async(
                {"subscription": found.subscription_id}
            )
        return reading.upcoming(row, found.period_end)

    async def change(self, account: Account, wish: Wish, *, at: datetime, key: str) -> Mirror:
        """More seats, a bigger plan, yearly: at once, the difference is charged."""
        told = {
            "items": [await self._item(account, wish)],
            "proration_behavior": "always_invoice",
            "proration_date": int(at.timestamp()),
            # What the bank does not pay for is not had either.
            "payment_behavior": "error_if_incomplete",
        }
        await self._become(account, told, key)
        # They have chosen anew, so what they chose for later is over; not before it is paid.
        await planning.drop(self._client, str(account.subscription_id), f"{key}:planned")
        return await self._there(account)

    async def plan_change(self, account: Account, wish: Wish, *, key: str) -> Mirror:
        """Fewer seats, a smaller plan, monthly: with the next period."""
        price = await self._prices.named(wish)
        await planning.plan(self._client, str(account.subscription_id), price, wish, key)
        return await self._there(account)

    async def drop_planned(self, account: Account, *, key: str) -> Mirror:
        """They changed their mind: what was planned for the next period is forgotten."""
        await planning.drop(self._client, str(account.subscription_id), key)
        return await self._there(account)

    async def cancel(self, account: Account, *, reason: str, key: str) -> Mirror:
        """No renewal: it runs to the end of what is paid."""
        await planning.drop(self._client, str(account.subscription_id), f"{key}:planned")
        said = {"cancellation_details": {"comment": reason}} if reason else {}
        await self._become(account, {"cancel_at_period_end": True, **said}, key)
        return await self._there(account)

    async def resume(self, account: Account, *, key: str) -> Mirror:
        """Renew after all."""
        await self._become(account, {"cancel_at_period_end": False}, key)
        return await self._there(account)

    async def win_back(self, account: Account, *, key: str) -> Mirror:
        """The offer to those who want to leave: renewed after all, and the next period cheaper."""
        discounts = await winning.with_offer(self._client, str(account.subscription_id))
        told = {"cancel_at_period_end": False, "discounts": discounts}
        await self._become(account, told, key)
        return await self._there(account)

    async def offer(self, account: Account) -> Preview:
        """The next invoice of those who take it."""
        told = {
            "subscription": account.subscription_id,
            "subscription_details": {"cancel_at_period_end": False},
            "discounts": await winning.with_offer(self._client, str(account.subscription_id)),
        }
        async with asking():
            row = await self._client.invoices.create_preview_async(told)
        return reading.upcoming(row, reading.certain_moment(row["period_end"]))

    async def _become(self, account: Account, told: dict[str, Any], key: str) -> None:
        id = str(account.subscription_id)
        async with asking():
            await once(lambda how: self._client.subscriptions.update_async(id, told, how), key)

    async def _there(self, account: Account) -> Mirror:
        # Not what was answered, which a repeated key repeats long after.
        found = await self.fetch(account)
        if found is None:
            raise Conflict
        return found

    async def fetch(self, account: Account) -> Mirror | None:
        """What Stripe has now, None where nothing was ever bought."""
        return None if account.customer_id is None else await self.of(account.customer_id)

    async def of(self, customer_id: str) -> Mirror | None:
        """What a customer has now."""
        found = reading.chosen(await self._subscriptions(customer_id))
        return None if found is None else await self.whole(found)

    async def _subscriptions(self, customer_id: str) -> list[Any]:
        try:
            async with asking():
                found = await self._client.subscriptions.list_async(
                    {"customer": customer_id, "status": "all", "limit": AT_ONCE}
                )
        except Unknown:
            return []
        return list(found.data)

    async def whole(self, row: Any) -> Mirror:
        """A subscription with what other objects say of it."""
        charged = await charging.charged(self._client, row, reading.item_of(row))
        known: dict[str, Any] = {"charged_minor": charged}
        if reading.waits(row):
            async with asking():
                unpaid = await self._client.invoices.list_async(
                    {"subscription": row["id"], "status": "open", "limit": AT_ONCE}
                )
            known["past_due_since"] = reading.unpaid_since(unpaid.data) or reading.began(row)
        plan = reading.schedule_of(row)
        if plan is not None:
            known |= await planning.planned(self._client, self._prices, plan)
        return reading.mirror(row, **known)

    async def everything(self, *, at_once: int = AT_ONCE) -> AsyncIterator[list[Any]]:
        """All that live, by pages, the newest first; no page is kept."""
        async for page in self._pages(self._client.subscriptions, {"limit": at_once}):
            yield page

    async def events(self, *, since: datetime) -> AsyncIterator[list[Any]]:
        """What was told since then, by pages, the newest first."""
        known: dict[str, Any] = {"created": {"gte": int(since.timestamp())}, "limit": AT_ONCE}
        async for page in self._pages(self._client.events, known):
            yield page

    async def _pages(self, listed: Any, known: dict[str, Any]) -> AsyncIterator[list[Any]]:
        after: dict[str, Any] = {}
        while True:
            async with asking():
                page = await listed.list_async({**known, **after})
            yield list(page.data)
            if not page.has_more:
                return
            after = {"starting_after": page.data[-1]["id"]}

    async def invoices(self, account: Account, *, most: int = 24) -> list[Invoice]:
        """The latest invoices, the newest first."""
        if account.customer_id is None:
            return []
        async with asking():
            found = await self._client.invoices.list_async(
                {"customer": account.customer_id, "limit": most}
            )
        return [reading.invoice(row) for row in found.data if row["status"] != "draft"]

    async def reversals(self, customer_id: str) -> list[Reversal]:
        """What went back of what a customer paid."""
        return await reversing.reversals(self._client, customer_id)

    async def customer_of(self, charge: str) -> str | None:
        """Whose payment that was."""
        return await reversing.customer_of(self._client, charge)

    async def credit(self, account: Account, amount: Money, *, reason: str, key: str) -> None:
        """Give that much towards coming invoices."""
        told = {
            "amount": -units.told(amount),
            "currency": amount.currency.lower(),
            "description": reason,
        }
        customer = str(account.customer_id)

        def give(how: dict[str, Any]) -> Any:
            return self._client.customers.balance_transactions.create_async(customer, told, how)

        async with asking():
            await once(give, key)
