"""Quiet hours: what would ring in a chat at night is held back and comes in the morning."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Final

import msgspec

from kernel.i18n import zone

Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
_DAY: Final = timedelta(days=1)


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """From one time of the member's clock to another, over midnight or not."""

    start: Clock
    to: Clock


# What holds for whoever did not say otherwise.
USUAL: list[Quiet] = [Quiet("22:00", "07:00")]


def quiet_of(preferences: Mapping[str, Any]) -> Quiet | None:
    """The member's quiet hours; none for who wants none."""
    if "quiet" not in preferences:
        return USUAL[0] if USUAL else None
    said = preferences["quiet"]
    return msgspec.convert(said, Quiet) if said else None


def held_until(quiet: Quiet | None, time_zone: str, now: datetime) -> datetime | None:
    """When they end, if it is one of them; None if one may speak."""
    if quiet is None or quiet.start == quiet.to:
        return None
    here = now.astimezone(zone(time_zone))
    start, end, moment = _time(quiet.start), _time(quiet.to), here.time().replace(tzinfo=None)
    inside = start <= moment < end if start < end else moment >= start or moment < end
    if not inside:
        return None
    day = here.date() if moment < end else here.date() + _DAY
    until = datetime.combine(day, end, here.tzinfo).astimezone(now.tzinfo)
    # Where a clock is put forward over the end, it is over.
    return until if until > now else None


def _time(text: str) -> time:
    return time(int(text[:2]), int(text[3:]))
