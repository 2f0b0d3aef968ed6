"""How a prepaid period is paid for; WeChat Pay of one's own would be one more of these."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec

from billing.gateway.port import Account
from kernel.money import Money


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; `reference` names it for good, so that a repeated demand is the same.

    `taxed` says that the amount has its tax already.
    """

    reference: str
    text: str
    amount: Money
    days: int
    invoice_id: str | None = None
    taxed: bool = False


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """Where it is paid, and whether it is."""

    invoice_id: str | None
    page: str = ""
    state: Literal["open", "paid", "withdrawn"] = "open"
    paid_at: datetime | None = None


class PaymentProvider(Protocol):
    """Takes the money for one period. Every method may raise `ProviderAway`."""

    name: Literal["stripe", "manual"]

    async def bill(self, account: Account, demand: Demand) -> Bill:
        """Ask for the money; what was begun and broke off is finished."""
        ...

    async def look(self, invoice_id: str) -> Bill:
        """What became of it."""
        ...

    async def withdraw(self, invoice_id: str) -> Bill:
        """Ask no more; what is paid already stays so."""
        ...
