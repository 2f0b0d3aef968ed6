"""Somebody who takes money and remembers it: the port, kept in a dictionary."""

# ruff: noqa: ARG002 -- the port has names for what this desk has no use for

from datetime import datetime, timedelta
from typing import Any

import msgspec

from billing.gateway.port import Invoice, Mirror, Preview, ProviderAway
from billing.gateway.reckoning import left_of, prorated
from kernel import clock
from kernel.money import Money

MONTH = timedelta(days=30)


class CashDesk:
    """`subscriptions` by workspace; `away` answers nobody."""

    name = "stripe"
    sells = True

    def __init__(self) -> None:
        self.subscriptions: dict[Any, Mirror] = {}
        self.keys: list[str] = []
        self.away = False

    def paid(self, account, wish) -> Mirror:
        """What a checkout leaves behind."""
        now = clock.now().replace(microsecond=0)
        made = Mirror(
            provider="stripe",
            customer_id=f"cus_{account.workspace_id.hex}",
            subscription_id=f"sub_{account.workspace_id.hex}",
            item_id="si_1",
            version_id=wish.version_id,
            interval=wish.interval,
            currency=wish.currency,
            quantity=wish.quantity,
            status="active",
            period_start=now,
            period_end=now + MONTH,
        )
        return self._keep(account, made)

    async def ensure_customer(self, account, *, key):
        self._hear(key)
        return f"cus_{account.workspace_id.hex}"

    async def checkout(self, account, wish, *, back, cancelled, coupon, key):
        self._hear(key)
        self.wish = wish
        return f"https://pay.example/{account.slug}"

    async def portal(self, account, *, back):
        return f"https://pay.example/{account.slug}/portal"

    async def preview(self, account, wish, *, at: datetime) -> Preview:
        self._hear("")
        held = self.subscriptions[account.workspace_id]
        share = left_of(held.period_start, held.period_end, at)
        before = Money(wish.unit_minor * held.quantity, wish.currency)
        after = Money(wish.unit_minor * wish.quantity, wish.currency)
        today = prorated(before, after, share)
        return Preview(today=today, next=after, next_at=held.period_end, at=at)

    async def renewal(self, account, wish, *, at):
        self._hear("")
        return Money(wish.unit_minor * wish.quantity, wish.currency)

    async def offer(self, account):
        self._hear("")
        ends = self.subscriptions[account.workspace_id].period_end
        half = Money(2_250, "EUR")
        return Preview(today=Money(0, "EUR"), next=half, next_at=ends, at=clock.now())

    async def upcoming(self, account):
        self._hear("")

    async def change(self, account, wish, *, at, key):
        self._hear(key)
        return self._set(account, **_bought(wish))

    async def plan_change(self, account, wish, *, key):
        self._hear(key)
        ends = self.subscriptions[account.workspace_id].period_end
        said = {f"next_{name}": value for name, value in _bought(wish).items()}
        return self._set(account, **said, next_at=ends)

    async def drop_planned(self, account, *, key):
        self._hear(key)
        nothing = dict.fromkeys(
            ("next_version_id", "next_interval", "next_quantity", "next_at"), None
        )
        return self._set(account, **nothing)

    async def cancel(self, account, *, reason, key):
        self._hear(key)
        ends = self.subscriptions[account.workspace_id].period_end
        return self._set(account, ends_at=ends)

    async def resume(self, account, *, key):
        self._hear(key)
        return self._set(account, ends_at=None)

    win_back = resume

    async def fetch(self, account):
        return self.subscriptions.get(account.workspace_id)

    async def invoices(self, account, *, most=24):
        self._hear("")
        total = Money(4500, "EUR")
        return [Invoice(id="in_1", number="GX-1", at=clock.now(), total=total, status="paid")]

    async def reversals(self, customer_id):
        return []

    async def customer_of(self, charge):
        return None

    async def credit(self, account, amount, *, reason, key):
        self._hear(key)

    def _hear(self, key):
        if self.away:
            raise ProviderAway
        self.keys.append(key)

    def _set(self, account, **values) -> Mirror:
        held = self.subscriptions[account.workspace_id]
        return self._keep(account, msgspec.structs.replace(held, **values))

    def _keep(self, account, mirror) -> Mirror:
        self.subscriptions[account.workspace_id] = mirror
        return mirror


def _bought(wish):
    return {
        "version_id": wish.version_id,
        "interval": wish.interval,
        "quantity": wish.quantity,
    }
