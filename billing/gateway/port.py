"""What billing asks of a provider; the adapters behind it are chosen in the settings."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from kernel.errors import Unavailable
from kernel.i18n import _
from kernel.money import Money

Interval = Literal["month", "year"]
Status = Literal["free", "trialing", "active", "past_due", "canceled"]


class ProviderAway(Unavailable):
    """The provider does not answer; nothing was bought, nothing was changed."""

    def default(self) -> str:
        return _("The payment provider does not answer. Nothing was changed; try again later.")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace towards the provider; the ids are None until there is one there."""

    workspace_id: UUID
    slug: str
    name: str
    email: str
    language: str
    currency: str
    customer_id: str | None = None
    subscription_id: str | None = None
    item_id: str | None = None
    schedule_id: str | None = None


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be bought; `price` is the provider's name of it."""

    version_id: UUID
    plan: str
    interval: Interval
    currency: str
    quantity: int
    unit_minor: int
    price: str | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an invoice or of a preview, in the provider's words.

    Of seats, `plan` is theirs; `part` says that they are of a period that has begun.
    """

    text: str
    amount: Money
    quantity: int = 1
    plan: str = ""
    part: bool = False


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a change costs, said before it happens: `today`, and each period from `next_at`.

    `at` is the moment it was reckoned for; the change that follows is asked for the same one.
    """

    today: Money
    next: Money
    next_at: datetime
    at: datetime
    lines: tuple[Line, ...] = ()


class Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """What went back of a payment: a refund, a dispute (open, won or lost) or a credit note."""

    id: str
    kind: Literal["refund", "dispute", "credit_note"]
    invoice_id: str | None
    amount: Money
    state: Literal["done", "void", "open", "won", "lost"]
    at: datetime
    reason: str = ""


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice; `page` shows it, `pdf` is its file, both at the provider's."""

    id: str
    number: str
    at: datetime
    total: Money
    status: Literal["draft", "open", "paid", "void", "uncollectible"]
    page: str = ""
    pdf: str = ""
    reversals: tuple[Reversal, ...] = ()


class Mirror(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription as the provider has it now: the columns of `subscription` by their names.

    `charged_minor` is what a period costs after the discounts that last; None is the list price.
    """

    provider: Literal["none", "stripe", "manual"]
    customer_id: str | None
    subscription_id: str | None
    item_id: str | None
    schedule_id: str | None = None
    version_id: UUID
    interval: Interval
    currency: str
    quantity: int
    status: Status
    trial_ends_at: datetime | None = None
    period_start: datetime | None = None
    period_end: datetime | None = None
    ends_at: datetime | None = None
    next_version_id: UUID | None = None
    next_interval: Interval | None = None
    next_quantity: int | None = None
    next_at: datetime | None = None
    past_due_since: datetime | None = None
    charged_minor: int | None = None


class BillingGateway(Protocol):
    """Subscriptions at a provider. `key` makes a repeated call the same call.

    Every method may raise `ProviderAway`. Those that change answer with what is there now.
    Nothing here touches the database: the caller holds the subscription's row and writes down
    what came back, as the webhook does that tells the same later.
    """

    name: Literal["none", "stripe", "manual"]
    # Whether owners can buy on their own, without writing to the operator.
    sells: bool

    async def ensure_customer(self, account: Account, *, key: str) -> str:
        """The customer's id, made if there was none."""
        ...

    async def checkout(
        self, account: Account, wish: Wish, *, back: str, cancelled: str, coupon: str, key: str
    ) -> str:
        """The address of the page where a first subscription is paid for."""
        ...

    async def portal(self, account: Account, *, back: str) -> str:
        """The address where cards, tax ids and addresses are kept and receipts are found."""
        ...

    async def preview(self, account: Account, wish: Wish, *, at: datetime) -> Preview:
        """What the subscription costs if it becomes this now."""
        ...

    async def renewal(self, account: Account, wish: Wish, *, at: datetime) -> Money:
        """What a period of that costs which begins then, less the discounts that last."""
        ...

    async def upcoming(self, account: Account) -> Preview | None:
        """The next invoice, if one will come."""
        ...

    async def change(self, account: Account, wish: Wish, *, at: datetime, key: str) -> Mirror:
        """More seats, a bigger plan, yearly: at once, the difference is charged."""
        ...

    async def plan_change(self, account: Account, wish: Wish, *, key: str) -> Mirror:
        """Fewer seats, a smaller plan, monthly: with the next period."""
        ...

    async def drop_planned(self, account: Account, *, key: str) -> Mirror:
        """They changed their mind: what was planned for the next period is forgotten."""
        ...

    async def cancel(self, account: Account, *, reason: str, key: str) -> Mirror:
        """No renewal: it runs to the end of what is paid."""
        ...

    async def resume(self, account: Account, *, key: str) -> Mirror:
        """Renew after all."""
        ...

    async def fetch(self, account: Account) -> Mirror | None:
        """What the provider has now, None where nothing was ever bought."""
        ...

    async def invoices(self, account: Account, *, most: int = 24) -> list[Invoice]:
        """The latest invoices, the newest first."""
        ...

    async def reversals(self, customer_id: str) -> list[Reversal]:
        """What went back of what a customer paid."""
        ...

    async def customer_of(self, charge: str) -> str | None:
        """Whose payment that was."""
        ...

    async def credit(self, account: Account, amount: Money, *, reason: str, key: str) -> None:
        """Give that much towards coming invoices."""
        ...

    async def offer(self, account: Account) -> Preview:
        """The next invoice of those who want to leave, if they take the offer; nothing happens."""
        ...

    async def win_back(self, account: Account, *, key: str) -> Mirror:
        """The offer to those who want to leave: renewed after all, and the next period cheaper."""
        ...
