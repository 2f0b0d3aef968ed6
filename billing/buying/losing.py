"""What a smaller plan does not hold: said before it is chosen, deleted never."""

from collections.abc import Iterable

import msgspec

from billing.plans.shelf import Offer
from billing.usage.service import Used
from billing.usage.telling import amount
from kernel.entitled import FEATURES


class TooMuch(msgspec.Struct, frozen=True):
    """Something of which there is more than will be included."""

    label: str
    used: str
    cap: str


class Losing(msgspec.Struct, frozen=True):
    """Features that rest, and what is frozen: readable, exportable, with no room for more."""

    features: list[str]
    frozen: list[TooMuch]

    @property
    def anything(self) -> bool:
        return bool(self.features or self.frozen)


def losing(mine: Offer, offer: Offer, seats: int, meters: Iterable[Used]) -> Losing:
    """Seats apart, for who loses one is chosen by name."""
    caps = offer.limits_for(seats)
    lost = {*mine.features} - {*offer.features}
    frozen = [
        TooMuch(meter.label, amount(meter.name, meter.used), amount(meter.name, cap))
        for meter in meters
        if meter.name != "seats" and (cap := caps.get(meter.name)) is not None and meter.used > cap
    ]
    return Losing([str(label) for name, label in FEATURES.items() if name in lost], frozen)
