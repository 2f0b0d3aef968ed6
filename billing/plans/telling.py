"""What a plan includes, in words for people."""

from typing import Final

from billing.plans.shelf import Offer
from billing.usage.telling import amount
from kernel.entitled import FEATURES
from kernel.i18n import _, ngettext

GIVEN: Final = ("seats", "contacts", "storage", "bots", "ai_questions")


def points(offer: Offer) -> list[str]:
    """A line for each limit that is more than nothing, and for each feature."""
    lines = [line for name in GIVEN if (line := _line(offer, name))]
    # The number of bots says already that one may have one's own.
    told = {"own_bot"} if offer.limits.get("bots", 0) else set()
    included = [name for name in FEATURES if name in offer.features and name not in told]
    return [*lines, *(str(FEATURES[name]) for name in included)]


def _line(offer: Offer, name: str) -> str:
    many = offer.limits.get(name, 0)
    if many == 0:
        return ""
    match name:
        case "seats":
            return ngettext("%(num)s seat", "%(num)s seats", many) if many else _("Seats as needed")
        case "contacts":
            return _("%(many)s contacts", many=amount(name, many)) if many else _("Any contacts")
        case "storage":
            told = amount(name, many)
            if name in offer.per_seat:
                return _("%(size)s for files with each seat", size=told)
            return _("%(size)s for files", size=told)
        case "bots":
            return ngettext("%(num)s bot of your own", "%(num)s bots of your own", many or 0)
    return _("%(many)s AI questions a month", many=amount(name, many))
