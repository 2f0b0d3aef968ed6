"""Places on the globe: how far apart they are, and in what order one drives to them."""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Final

import msgspec

EARTH: Final = 6_371_000
MILLION: Final = 1_000_000


class Place(msgspec.Struct, frozen=True):
    """In millionths of a degree."""

    latitude: int
    longitude: int


def metres(a: Place, b: Place) -> int:
    """As the crow flies."""
    north, south = radians(a.latitude / MILLION), radians(b.latitude / MILLION)
    east = radians((b.longitude - a.longitude) / MILLION)
    square = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return round(2 * EARTH * asin(min(1.0, sqrt(square))))


def length(places: Sequence[Place], order: Sequence[int]) -> int:
    """The whole way in that order."""
    return sum(metres(places[i], places[j]) for i, j in pairwise(order))


def visit_order(places: Sequence[Place]) -> list[int]:
    """A short way through all, from the first: always to the nearest, then without crossings."""
    if not places:
        return []
    order, left = [0], set(range(1, len(places)))
    while left:
        here = places[order[-1]]
        nearest = min(left, key=lambda i: (metres(here, places[i]), i))
        order.append(nearest)
        left.remove(nearest)
    return _uncrossed(places, order)


def _uncrossed(places: Sequence[Place], order: list[int]) -> list[int]:
    """Turn a stretch round as long as that makes the way shorter (2-opt)."""
    best, shorter = length(places, order), True
    while shorter:
        shorter = False
        for i in range(1, len(order) - 1):
            for j in range(i + 1, len(order)):
                turned = [*order[:i], *reversed(order[i : j + 1]), *order[j + 1 :]]
                if (found := length(places, turned)) < best:
                    order, best, shorter = turned, found, True
    return order
