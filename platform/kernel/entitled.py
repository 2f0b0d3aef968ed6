"""What a workspace's plan includes now: asked by every door, answered from what it has at hand."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Literal

import msgspec

from kernel import clock
from kernel.errors import Refused
from kernel.i18n import _, lazy

# How much of the product is open: everything, looking and exporting, exporting alone, or only
# the owner's way to sign in, to export and to pay.
Openness = Literal["full", "reading", "exporting", "closed"]
# Why it is so: nothing bought, tried, paid, cancelled and running out, or not paid any more.
Kind = Literal["free", "trial", "paid", "ending", "overdue"]
Act = Literal["write", "read", "leave"]

LIMITS: Final[dict[str, str]] = {
    "seats": lazy("Seats"),
    "contacts": lazy("Contacts"),
    "storage": lazy("Storage"),
    "bots": lazy("Bots"),
    "ai_questions": lazy("AI questions a month"),
}
FEATURES: Final[dict[str, str]] = {
    "record_types": lazy("All types of records"),
    "api": lazy("API and webhooks"),
    "own_bot": lazy("A bot of your own"),
    "channels": lazy("Further chat channels"),
    "audit_export": lazy("Export of the audit log"),
    "priority_jobs": lazy("Imports and exports go first"),
}
_FULL: Final[dict[str, Callable[[], str]]] = {
    "seats": lambda: _("All %(cap)s seats are taken. Buy another one, or free one."),
    "contacts": lambda: _("Your plan holds %(cap)s contacts, and they are there."),
    "storage": lambda: _("Your plan's room for files is full."),
    "bots": lambda: _("Your plan includes %(cap)s bots, and they are there."),
    "ai_questions": lambda: _("This month's %(cap)s questions are asked."),
}
_ALLOWED: Final[dict[str, frozenset[str]]] = {
    "full": frozenset({"write", "read", "leave"}),
    "reading": frozenset({"read", "leave"}),
    "exporting": frozenset({"leave"}),
    "closed": frozenset({"leave"}),
}
# Raised by the function that counts with the COMMIT; see `kernel.rooms`.
NO_ROOM: Final = "GX402"
BILLING_PAGE: Final = "settings/billing"


class NotInPlan(Refused):
    """The plan does not include it, or its payment is overdue; `page` is where that is mended."""

    status: ClassVar[int] = 402
    code: ClassVar[str] = "plan"
    page: ClassVar[str] = BILLING_PAGE

    def default(self) -> str:
        return _("Your plan does not include this. See “Plan and billing” in the settings.")


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """What holds until a moment; a limit that is None, or not named, has no end."""

    until: datetime | None = None
    plan: str = ""
    kind: Kind = "paid"
    openness: Openness = "full"
    limits: Mapping[str, int | None] = {}
    features: frozenset[str] | None = None

    def includes(self, feature: str) -> bool:
        """Whether the feature is in it."""
        return self.features is None or feature in self.features


UNLIMITED: Final = Phase()
_FAR: Final = datetime.max.replace(tzinfo=UTC)


class Entitled(msgspec.Struct, frozen=True, kw_only=True):
    """The phases in their order: what was written down once stays right as time passes."""

    phases: tuple[Phase, ...] = (UNLIMITED,)

    def now(self) -> Phase:
        """The phase of this moment."""
        if len(self.phases) == 1:
            return self.phases[0]
        at = clock.now()
        return next((p for p in self.phases if (p.until or _FAR) > at), self.phases[-1])

    def ahead(self) -> tuple[Phase, ...]:
        """The phase of this moment and those that come."""
        return self.phases[self.phases.index(self.now()) :]

    def demand_open(self, act: Act, *, owner: bool = False) -> None:
        """The one guard of all doors: raises `NotInPlan` where this is not open any more."""
        openness = self.now().openness
        if act in _ALLOWED[openness] and (openness != "closed" or owner):
            return
        raise NotInPlan(_why_shut(openness))

    def demand_feature(self, feature: str) -> None:
        """Raise `NotInPlan` unless the plan includes it."""
        if not self.now().includes(feature):
            raise NotInPlan(
                _("“%(what)s” is not in your plan. See “Plan and billing” in the settings."),
                what=FEATURES[feature],
            )

    @property
    def priority(self) -> int:
        """Of long jobs: 1 goes a turn earlier, where others do not."""
        return int("priority_jobs" in (self.now().features or ()))

    def cap(self, limit: str) -> int | None:
        """How many of it the plan includes; None has no end."""
        return self.now().limits.get(limit)


WITHOUT_END: Final = Entitled()


class Enforcing:
    """Whether this deployment sells; else nothing is limited, whatever rows say."""

    on: bool = False


enforcing: Final = Enforcing()


def entitled_by(kept: Any) -> Entitled:
    """As a workspace's row keeps it; one that keeps nothing has no limits."""
    return msgspec.convert(kept, Entitled) if enforcing.on and kept is not None else WITHOUT_END


def full(limit: str, cap: int) -> NotInPlan:
    """The refusal of one more than the plan includes."""
    told = _FULL[limit]() % {"cap": f"{cap:,}"}
    return NotInPlan(told + " " + _("See “Plan and billing” in the settings."))


def _why_shut(openness: str) -> str:
    match openness:
        case "reading":
            return _(
                "The payment is overdue, so nothing can be changed. Everything can be read and"
                " exported. Pay under “Plan and billing”, and all is as before at once."
            )
        case "exporting":
            return _(
                "The payment is long overdue. Everything can still be exported. Pay under “Plan"
                " and billing”, and all is as before at once."
            )
    return _(
        "This workspace is closed, for its payment is long overdue. Its owner can sign in, export"
        " everything, and pay."
    )
