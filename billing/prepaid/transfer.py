"""A bank transfer: nobody is asked, the operator marks what came in."""

from typing import Literal

from billing.gateway.port import Account
from billing.prepaid.port import Bill, Demand


class Transfer:
    """Its bill is the page that says where to send the money."""

    name: Literal["stripe", "manual"] = "manual"

    async def bill(self, account: Account, demand: Demand) -> Bill:  # noqa: ARG002 -- the port's
        return Bill(invoice_id=None)

    async def look(self, invoice_id: str) -> Bill:
        return Bill(invoice_id=invoice_id)

    async def withdraw(self, invoice_id: str) -> Bill:
        return Bill(invoice_id=invoice_id, state="withdrawn")
