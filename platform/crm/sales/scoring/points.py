"""The arithmetic of scores, apart from any lead: points that fade, and a guess from the past."""

from datetime import timedelta
from typing import Final

import msgspec

MOST: Final = 100
ENOUGH_CLOSED: Final = 50
SHOWN: Final = 3


class Reason(msgspec.Struct, frozen=True):
    """What a rule gave, as it counts now."""

    name: str
    side: str
    points: float


class Score(msgspec.Struct, frozen=True):
    """Each side and both together, from 0 to 100."""

    total: int
    fit: int
    behaviour: int


class Seen(msgspec.Struct, frozen=True):
    """How many leads with a trait were won, and how many lost."""

    label: str
    won: int
    lost: int


class Guess(msgspec.Struct, frozen=True):
    """How probable it is in percent, and what speaks for or against it the most."""

    percent: int
    reasons: list[str]


def faded(points: int, half_life_days: int | None, age: timedelta) -> float:
    """Points after that time: half after each half-life; what lies ahead has not faded."""
    if half_life_days is None:
        return float(points)
    days: float = max(age / timedelta(days=1), 0.0)
    return float(points * 0.5 ** min(days / half_life_days, 1000.0))


def clipped(points: float) -> int:
    """A whole number from 0 to 100."""
    return min(MOST, max(0, round(points)))


def score(reasons: list[Reason]) -> Score:
    """The sum of all, and of either side."""
    fit = sum(reason.points for reason in reasons if reason.side == "fit")
    behaviour = sum(reason.points for reason in reasons if reason.side == "behaviour")
    return Score(clipped(fit + behaviour), clipped(fit), clipped(behaviour))


def guess(won: int, lost: int, traits: list[Seen]) -> Guess | None:
    """Naive Bayes over the traits; None where too few leads are closed to learn from.

    A trait that was never won, or never lost, is left out: it would decide alone.
    """
    if won + lost < ENOUGH_CLOSED or not won or not lost:
        return None
    known = [trait for trait in traits if trait.won and trait.lost]
    for_it, against = won / (won + lost), lost / (won + lost)
    leaning = []
    for trait in known:
        yes, no = trait.won / won, trait.lost / lost
        for_it, against = for_it * yes, against * no
        leaning.append((max(yes / no, no / yes), trait.label))
    leaning.sort(key=lambda one: (-one[0], one[1]))
    percent = round(100 * for_it / (for_it + against))
    return Guess(percent, [label for _weight, label in leaning[:SHOWN]])
