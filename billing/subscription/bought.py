"""A workspace's subscription as a value: what was bought, and what that means over time."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from billing.gateway.port import Mirror
from billing.plans.shelf import Offer
from billing.switch import Patience
from kernel.entitled import Entitled, Kind, Openness, Phase
from kernel.money import Money


class Bought(Mirror, frozen=True, kw_only=True):
    """A row of `subscription`."""

    tenant_id: UUID
    cancel_reason: str = ""
    credit_minor: int = 0
    owed_since: datetime | None = None
    won_back_at: datetime | None = None
    told: str = ""
    fetched_at: datetime | None = None
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def runs(self) -> bool:
        """Whether there is a subscription at the provider that can be changed."""
        return self.subscription_id is not None and self.status not in {"free", "canceled"}

    @property
    def is_paid(self) -> bool:
        """Whether there is something at the provider that renews or runs out."""
        return self.subscription_id is not None or self.provider == "manual"

    @property
    def may_choose_currency(self) -> bool:
        """Whether nothing was ever paid or credited, which settles the currency."""
        return not (self.is_paid or self.credit_minor)

    @property
    def unpaid_since(self) -> datetime | None:
        """Since when money is waited for, while something is bought."""
        if self.status in {"free", "canceled"}:
            return None
        return min(
            (one for one in (self.past_due_since, self.owed_since) if one is not None), default=None
        )

    def costs(self, offer: Offer) -> Money:
        """What a period is charged for: at the list's price unless we know better."""
        price = offer.price(self.currency, self.interval)
        listed = (price.unit_minor if price else 0) * self.quantity
        return Money(listed if self.charged_minor is None else self.charged_minor, self.currency)

    def with_news(self, mirror: Mirror) -> "Bought":
        """What the provider says now; ours stays ours."""
        return msgspec.structs.replace(self, **msgspec.structs.asdict(mirror))


def entitled(bought: Bought, known: Mapping[UUID, Offer], patience: Patience) -> Entitled:
    """The phases from now on, so that nobody has to be awake when one ends."""
    free = next(offer for offer in known.values() if offer.free)
    afterwards = free.phase(0, "free")
    offer = known[bought.version_id]
    if bought.unpaid_since is not None:
        return Entitled(phases=_overdue(offer, bought.quantity, bought.unpaid_since, patience))
    if bought.status == "trialing" and not bought.is_paid:
        trial = offer.phase(bought.quantity, "trial", until=bought.trial_ends_at)
        return Entitled(phases=(trial, afterwards))
    if bought.status in {"free", "canceled"}:
        return Entitled(phases=(afterwards,))
    if bought.ends_at is not None:
        ending = offer.phase(bought.quantity, "ending", until=bought.ends_at)
        return Entitled(phases=(ending, afterwards))
    return Entitled(phases=_paid(offer, bought, known))


def _overdue(offer: Offer, seats: int, since: datetime, patience: Patience) -> tuple[Phase, ...]:
    looking = since + patience.full
    exporting = looking + patience.reading
    closed = exporting + patience.exporting
    steps: tuple[tuple[datetime | None, Openness], ...] = (
        (looking, "full"),
        (exporting, "reading"),
        (closed, "exporting"),
        (None, "closed"),
    )
    return tuple(
        offer.phase(seats, "overdue", until=until, openness=openness) for until, openness in steps
    )


def _paid(offer: Offer, bought: Bought, known: Mapping[UUID, Offer]) -> tuple[Phase, ...]:
    kind: Kind = "trial" if bought.status == "trialing" else "paid"
    if bought.next_at is None:
        return (offer.phase(bought.quantity, kind),)
    coming = known[bought.next_version_id or bought.version_id]
    seats = bought.quantity if bought.next_quantity is None else bought.next_quantity
    return (
        offer.phase(bought.quantity, kind, until=bought.next_at),
        coming.phase(seats, "free" if coming.free else "paid"),
    )
