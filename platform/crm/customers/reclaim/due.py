"""When a customer goes back: the clock of the rules."""

import math
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal

import msgspec

from kernel.i18n import lazy

Days = Annotated[int, msgspec.Meta(ge=1, le=3650)]
Kind = Literal["no_follow_up", "held", "not_won", "no_new_deal"]
DAY: Final = timedelta(days=1)
WORDS: Final = {
    "no_follow_up": lazy("no follow-up"),
    "held": lazy("held too long"),
    "not_won": lazy("not won"),
    "no_new_deal": lazy("no new deal"),
}


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """After so many days; `levels` has other days for some levels."""

    kind: Kind
    days: Days
    levels: Annotated[dict[str, Days], msgspec.Meta(max_length=50)] = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Any of the conditions, or all of them; won customers and open deals may be spared.

    `filter`, as lists of companies take it, says which customers it looks at; none: all.
    """

    match: Literal["any", "all"] = "any"
    conditions: Annotated[list[Condition], msgspec.Meta(max_length=10)]
    remind_days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 3
    spare_customers: bool = True
    spare_deals: bool = True
    filter: dict[str, Any] | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a customer; `received_at` is when its owner got it.

    A protection stops the clock, which begins anew at its end; an extension is a day given.
    """

    created_at: datetime
    received_at: datetime
    level: str | None = None
    status: str = "potential"
    followed_at: datetime | None = None
    protected_until: datetime | None = None
    extended_until: datetime | None = None
    deal_at: datetime | None = None
    open_deal: bool = False


def due(rule: Rule, facts: Facts) -> datetime | None:
    """The moment at which this rule takes it back; None for never."""
    if rule.spare_customers and facts.status == "customer":
        return None
    if rule.spare_deals and facts.open_deal:
        return None
    ends = [_end(condition, facts) for condition in rule.conditions]
    known = [end for end in ends if end is not None]
    if not known or (rule.match == "all" and len(known) < len(ends)):
        return None
    end = max(known) if rule.match == "all" else min(known)
    return max(end, facts.extended_until or end)


def days_left(end: datetime, now: datetime) -> int:
    """Whole days until then, the day that has begun included; 0 and less is over."""
    return math.ceil((end - now) / DAY)


def _end(condition: Condition, facts: Facts) -> datetime | None:
    start = _start(condition.kind, facts)
    if start is None:
        return None
    if facts.protected_until is not None:
        start = max(start, facts.protected_until)
    return start + condition.levels.get(facts.level or "", condition.days) * DAY


def _start(kind: Kind, facts: Facts) -> datetime | None:
    match kind:
        case "held":
            return facts.received_at
        case "not_won":
            return None if facts.status == "customer" else facts.received_at
        case "no_new_deal":
            return max(facts.deal_at or facts.received_at, facts.received_at)
        case _:
            return max(facts.followed_at or facts.created_at, facts.received_at)
