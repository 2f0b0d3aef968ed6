"""Who of several gets the next lead: the arithmetic, apart from any database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

Method = Literal["fixed", "round_robin", "load", "capacity", "first", "territory"]
MONTH = 30


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A member as a rule sees them.

    `turn` is when the rule gave them a lead last, `load` the leads they work on, `lately` what
    they got within a day. `had` says that this very lead was theirs before.
    """

    id: UUID
    name: str = ""
    time_zone: str = "UTC"
    days: Sequence[str] | None = None
    from_minute: int | None = None
    to_minute: int | None = None
    turn: int | None = None
    load: int = 0
    lately: int = 0
    had: bool = False


def works(one: Candidate, now: datetime) -> bool:
    """Whether it is within their hours; who has none said works always.

    Hours that end before they begin go over midnight and belong to the day on which they began.
    """
    if one.days is None or one.from_minute is None or one.to_minute is None:
        return True
    here = now.astimezone(ZoneInfo(one.time_zone))
    minute, today = here.hour * 60 + here.minute, here.isoweekday()
    if one.from_minute <= one.to_minute:
        return str(today) in one.days and one.from_minute <= minute < one.to_minute
    if minute >= one.from_minute:
        return str(today) in one.days
    yesterday = today - 1 or 7
    return str(yesterday) in one.days and minute < one.to_minute


def quota(capacity: int | None, lately: int) -> int:
    """How many more a member takes within a day, of so many in thirty days."""
    return round((capacity or 0) / MONTH) - lately


def chosen(
    method: Method, candidates: Sequence[Candidate], capacity: int | None, now: datetime
) -> list[Candidate]:
    """Who gets it: one, or nobody; by `first` all of them are asked."""
    free = [one for one in candidates if not one.had and works(one, now)]
    if method == "capacity" or (method == "territory" and capacity is not None):
        free = [one for one in free if quota(capacity, one.lately) > 0]
    if method == "first" or not free:
        return free

    def turn(one: Candidate) -> tuple[int, str]:
        return (one.turn or 0, str(one.id))

    match method:
        case "load":
            return [min(free, key=lambda one: (one.load, *turn(one)))]
        case "capacity":
            return [min(free, key=lambda one: (one.lately, *turn(one)))]
        case "round_robin" | "territory":
            return [min(free, key=turn)]
    return free[:1]
