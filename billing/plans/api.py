"""The price list for programs."""

from uuid import UUID

import msgspec

from billing.plans.shelf import Offer, offers
from billing.switch import selling
from kernel.http import PUBLIC, Ctx, get

TAGS = ["Billing"]


class PriceView(msgspec.Struct, frozen=True):
    """One seat for one period, in minor units."""

    currency: str
    interval: str
    unit_minor: int


class PlanView(msgspec.Struct, frozen=True):
    """A plan that is sold; a limit that is null has no end, `seats` null are as many as bought."""

    code: str
    version_id: UUID
    name: str
    about: str
    free: bool
    trial_days: int
    limits: dict[str, int | None]
    per_seat: list[str]
    features: list[str]
    prices: list[PriceView]


class PlansView(msgspec.Struct, frozen=True):
    """From the smallest to the largest."""

    items: list[PlanView]


@get("/api/v1/plans", needs=PUBLIC, operation_id="listPlans", tags=TAGS)
async def list_plans(ctx: Ctx) -> PlansView:
    """What is sold here, which may be nothing."""
    if not selling.on:
        return PlansView([])
    await ctx.uow.begin_outside()
    return PlansView([view_of(offer) for offer in await offers(ctx.uow)])


def view_of(offer: Offer) -> PlanView:
    sold = [(*key.partition(" ")[::2], price) for key, price in sorted(offer.prices.items())]
    prices = [PriceView(currency, interval, price.unit_minor) for currency, interval, price in sold]
    return PlanView(
        code=offer.plan,
        version_id=offer.version_id,
        name=offer.name,
        about=offer.about,
        free=offer.free,
        trial_days=offer.trial_days,
        limits=dict(offer.limits),
        per_seat=sorted(offer.per_seat),
        features=sorted(offer.features),
        prices=prices,
    )


ROUTES = [list_plans]
