"""How a deal ages in its stage, and when it rots."""

from datetime import timedelta
from typing import Any, Literal

import msgspec

from kernel import clock
from kernel.i18n import ngettext

Colour = Literal["none", "green", "amber", "red"]


class Age(msgspec.Struct, frozen=True):
    """Days in the stage and their colour; `rotten`: nobody spoke, and nobody plans to."""

    days: int
    colour: Colour
    rotten: bool
    words: str


def age(deal: Any, target_days: int | None, rot_days: int | None) -> Age:
    """Green up to the target, amber beyond it, red from one and a half times of it on."""
    now = clock.now()
    stayed = now - (deal["stage_entered_at"] or deal["created_at"])
    days = stayed.days
    words = ngettext("%(num)s day", "%(num)s days", days, num=days)
    if deal["status"] != "open":
        return Age(days, "none", rotten=False, words=words)
    return Age(days, _colour(stayed, target_days), rotten=_rotten(deal, rot_days), words=words)


def _colour(stayed: timedelta, target_days: int | None) -> Colour:
    if target_days is None:
        return "none"
    if stayed <= timedelta(days=target_days):
        return "green"
    return "red" if stayed >= timedelta(days=target_days) * 1.5 else "amber"


def _rotten(deal: Any, rot_days: int | None) -> bool:
    if rot_days is None or deal["next_action_at"] is not None:
        return False
    last = max(filter(None, (deal["last_activity_at"], deal["stage_entered_at"])))
    return bool(clock.now() - last > timedelta(days=rot_days))
