"""Whether this deployment sells, by whom, and how patient it is."""

from datetime import timedelta

import msgspec

from billing.gateway.manual import Manual
from billing.gateway.port import BillingGateway
from billing.stripe.selling import through_stripe
from kernel.entitled import enforcing
from kernel.errors import NotFound
from kernel.settings import Misconfigured, Settings


class Patience(msgspec.Struct, frozen=True):
    """From the day on which a payment failed: full use, then looking, then exporting alone."""

    full: timedelta = timedelta(days=14)
    reading: timedelta = timedelta(days=30)
    exporting: timedelta = timedelta(days=60)


class Selling:
    """One per process, set at start."""

    def __init__(self) -> None:
        self.gateway: BillingGateway = Manual()
        self.patience = Patience()
        self.contact = ""

    @property
    def on(self) -> bool:
        """Off, everything is unlimited and there is no page about money."""
        return enforcing.on

    def use(self, settings: Settings) -> None:
        """What the operator set."""
        enforcing.on = settings.billing == "on"
        if settings.stripe_key is not None:
            self.gateway = through_stripe(settings)
        self.patience = _patience(settings.overdue_days)
        self.contact = settings.mail_from


def _patience(text: str) -> Patience:
    words = text.replace(",", " ").split()
    if len(words) != len(msgspec.structs.fields(Patience)) or not all(map(str.isdigit, words)):
        raise Misconfigured("GUANXI_OVERDUE_DAYS: three numbers of days, such as 14,30,60.")
    return Patience(*(timedelta(days=int(word)) for word in words))


selling = Selling()


def demand_selling() -> None:
    """`NotFound` where this deployment sells nothing."""
    if not selling.on:
        raise NotFound
