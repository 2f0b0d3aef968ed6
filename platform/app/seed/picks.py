"""Uneven chances: some customers are seen often, some firms are large."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def pick(rng: Random, things: Sequence[T]) -> T:
    """One of them, each as likely; built on `random()` alone, which never changes by version."""
    return things[int(rng.random() * len(things))]


def weighted(rng: Random, things: Sequence[tuple[T, float]]) -> T:
    """One of them by its share; the shares add up to one."""
    left = rng.random()
    for thing, share in things:
        left -= share
        if left < 0:
            return thing
    return things[-1][0]


def few(rng: Random, things: Sequence[T], chance: float) -> tuple[T, ...]:
    """Mostly none, sometimes one, seldom two different ones."""
    if rng.random() >= chance:
        return ()
    first = pick(rng, things)
    second = pick(rng, things)
    return (first, second) if rng.random() < 0.25 and first != second else (first,)


def shares(total: int, parts: int, least: int) -> list[int]:
    """Split `total` by Zipf's law: the first part is the largest, none under `least`."""
    weights = [1 / (rank + 2) for rank in range(parts)]
    free = total - least * parts
    whole = sum(weights)
    result = [least + int(free * weight / whole) for weight in weights]
    result[0] += total - sum(result)
    return result
