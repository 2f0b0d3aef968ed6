"""No provider: the operator sends bills by hand and marks what is paid."""

from datetime import datetime
from typing import Any, Literal, NoReturn

from billing.gateway.port import Account, Invoice, Mirror, Preview, Reversal, Wish
from kernel.errors import Conflict
from kernel.i18n import _
from kernel.money import Money


class NotSoldHere(Conflict):
    """Nothing can be bought by oneself in this deployment."""

    def default(self) -> str:
        return _("Here one buys by invoice. Write to whoever runs this service.")


class Manual:
    """Answers what it knows without anybody; whatever takes money is refused."""

    name: Literal["none", "stripe", "manual"] = "manual"
    sells = False

    async def ensure_customer(self, account: Account, *, key: str) -> str:  # noqa: ARG002 -- the port's
        return str(account.workspace_id)

    async def fetch(self, account: Account) -> Mirror | None:  # noqa: ARG002 -- the port's
        return None

    async def upcoming(self, account: Account) -> Preview | None:  # noqa: ARG002 -- the port's
        return None

    async def invoices(self, account: Account, *, most: int = 24) -> list[Invoice]:  # noqa: ARG002
        return []

    async def reversals(self, customer_id: str) -> list[Reversal]:  # noqa: ARG002 -- the port's
        return []

    async def customer_of(self, charge: str) -> str | None:  # noqa: ARG002 -- the port's
        return None

    async def checkout(self, account: Account, wish: Wish, **_how: Any) -> str:
        _refuse(account, wish)

    async def portal(self, account: Account, *, back: str) -> str:
        _refuse(account, back)

    async def preview(self, account: Account, wish: Wish, *, at: datetime) -> Preview:
        _refuse(account, wish, at)

    async def renewal(self, account: Account, wish: Wish, *, at: datetime) -> Money:
        _refuse(account, wish, at)

    async def change(self, account: Account, wish: Wish, *, at: datetime, key: str) -> Mirror:
        _refuse(account, wish, at, key)

    async def plan_change(self, account: Account, wish: Wish, *, key: str) -> Mirror:
        _refuse(account, wish, key)

    async def drop_planned(self, account: Account, *, key: str) -> Mirror:
        _refuse(account, key)

    async def cancel(self, account: Account, *, reason: str, key: str) -> Mirror:
        _refuse(account, reason, key)

    async def resume(self, account: Account, *, key: str) -> Mirror:
        _refuse(account, key)

    async def credit(self, account: Account, amount: Money, *, reason: str, key: str) -> None:
        """The row keeps it: whoever writes the next bill reads it there."""

    async def offer(self, account: Account) -> Preview:
        _refuse(account)

    async def win_back(self, account: Account, *, key: str) -> Mirror:
        _refuse(account, key)


def _refuse(*_asked: object) -> NoReturn:
    raise NotSoldHere
