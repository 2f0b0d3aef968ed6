"""Where a workspace stands with its money, for pages and programs alike."""

from datetime import datetime

import msgspec

from billing.plans.shelf import Offer, versions
from billing.subscription.bought import Bought
from billing.subscription.service import found
from billing.switch import demand_selling, selling
from kernel.entitled import Openness, Phase
from kernel.errors import NotFound
from kernel.http import Context
from kernel.money import Money
from tenants.members.seating import taken


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The subscription, its plan, what holds now and what will."""

    bought: Bought
    offer: Offer
    coming: Offer | None
    phase: Phase
    # What comes of it step by step, this one first; more than one while a payment is missing.
    steps: tuple[Phase, ...]
    taken: int

    @property
    def seats(self) -> int:
        """How many are there to be taken."""
        cap = self.phase.limits.get("seats")
        return self.bought.quantity if cap is None else cap

    @property
    def cost(self) -> Money:
        """What a period is charged for."""
        cost = self.bought.costs(self.offer)
        return cost if self.bought.runs else Money(0, cost.currency)

    @property
    def openness(self) -> Openness:
        return self.phase.openness

    @property
    def is_overdue(self) -> bool:
        """Whether a payment is waited for."""
        return self.phase.kind == "overdue"

    @property
    def sells(self) -> bool:
        """Whether one buys by oneself here."""
        return selling.gateway.sells

    @property
    def ends_at(self) -> datetime | None:
        ended = self.bought.status in {"free", "canceled"}
        return None if ended or not self.bought.is_paid else self.bought.ends_at


async def standing_of(ctx: Context) -> Standing:
    """`NotFound` where nothing is sold, or nothing was ever begun."""
    demand_selling()
    bought = await found(ctx.uow)
    if bought is None:
        raise NotFound
    known = await versions(ctx.uow, bought.version_id, bought.next_version_id)
    phase = ctx.principal.entitled.now()
    free = next(offer for offer in known.values() if offer.free)
    return Standing(
        bought=bought,
        # A trial that is over is the free plan, though nobody has written it down yet.
        offer=free if phase.plan == free.plan else known[bought.version_id],
        coming=known[bought.next_version_id] if bought.next_version_id else None,
        phase=phase,
        steps=ctx.principal.entitled.ahead(),
        taken=await taken(ctx.uow),
    )
