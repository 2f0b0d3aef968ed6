"""The price list, read: the version of each plan that is sold now, and older ones by name."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from kernel import clock
from kernel.entitled import LIMITS, Kind, Openness, Phase
from kernel.errors import Invalid
from kernel.i18n import DEFAULT_LANGUAGE, _, current_language
from kernel.transaction import UnitOfWork

CURRENCIES: Final = ("EUR", "USD", "CNY")
INTERVALS: Final = ("month", "year")

_OFFERS: Final = """
SELECT v.id AS version_id, v.number, p.code AS plan, p.rank, p.names, p.abouts, p.free,
       p.trial_days, e.limits, e.per_seat, e.features, c.prices
FROM plan_version v JOIN plan p ON p.code = v.plan
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(x.name, x.amount) FILTER (WHERE x.kind = 'limit'), '{}')
               AS limits,
           coalesce(array_agg(x.name) FILTER (WHERE x.per_seat), '{}') AS per_seat,
           coalesce(array_agg(x.name) FILTER (WHERE x.kind = 'feature'), '{}') AS features
    FROM plan_entitlement x WHERE x.version_id = v.id) e
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(r.currency || ' ' || r.interval, jsonb_build_object(
        'unit_minor', r.unit_minor, 'provider_price', r.provider_price)), '{}') AS prices
    FROM plan_price r WHERE r.version_id = v.id) c
WHERE $1::uuid[] IS NULL AND v.sold_from <= $2 OR v.id = ANY($1)
ORDER BY p.rank, v.number DESC
"""


class Price(msgspec.Struct, frozen=True):
    """One seat for one period."""

    unit_minor: int
    provider_price: str | None = None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a plan with all that belongs to it."""

    version_id: UUID
    number: int
    plan: str
    rank: int
    names: Mapping[str, str]
    abouts: Mapping[str, str]
    free: bool
    trial_days: int
    limits: Mapping[str, int | None]
    per_seat: list[str]
    features: list[str]
    prices: Mapping[str, Price]

    @property
    def name(self) -> str:
        """In the language that is spoken."""
        return self.names.get(current_language()) or self.names.get(DEFAULT_LANGUAGE, self.plan)

    @property
    def about(self) -> str:
        """One sentence, in the language that is spoken."""
        return self.abouts.get(current_language()) or self.abouts.get(DEFAULT_LANGUAGE, "")

    def price(self, currency: str, interval: str) -> Price | None:
        """One seat; None where it is not sold so."""
        return self.prices.get(f"{currency} {interval}")

    def limits_for(self, seats: int) -> dict[str, int | None]:
        """Each limit, for so many seats that are paid for; what it does not name it has none of."""
        found = {name: self.limits.get(name, 0) for name in LIMITS}
        for name in self.per_seat:
            amount = found[name]
            found[name] = None if amount is None else amount * seats
        if found["seats"] is None:
            found["seats"] = seats
        return found

    def phase(
        self, seats: int, kind: Kind, *, until: Any = None, openness: Openness = "full"
    ) -> Phase:
        """What it includes for a while."""
        return Phase(
            until=until,
            plan=self.plan,
            kind=kind,
            openness=openness,
            limits=self.limits_for(seats),
            features=frozenset(self.features),
        )


async def offers(uow: UnitOfWork) -> list[Offer]:
    """What is sold now, from the smallest plan to the largest."""
    found: dict[str, Offer] = {}
    for offer in await _read(uow, None):
        found.setdefault(offer.plan, offer)
    return list(found.values())


async def versions(uow: UnitOfWork, *ids: UUID | None) -> dict[UUID, Offer]:
    """These versions, sold or not any more, and the free plan as it is now."""
    wanted = [one for one in ids if one is not None]
    known = {offer.version_id: offer for offer in await _read(uow, wanted)}
    free = next(offer for offer in await offers(uow) if offer.free)
    return known | {free.version_id: free}


async def offer_called(uow: UnitOfWork, plan: str) -> Offer:
    """The plan of that name as it is sold now; raises `Invalid`."""
    for offer in await offers(uow):
        if offer.plan == plan:
            return offer
    raise Invalid(fields={"plan": _("There is no such plan.")})


async def _read(uow: UnitOfWork, ids: list[UUID] | None) -> list[Offer]:
    rows = await uow.fetch(_OFFERS, ids, clock.now())
    return [msgspec.convert(dict(row), Offer) for row in rows]
