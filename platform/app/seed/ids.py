"""Identifiers that sort by time like the product's own, but come out the same every time."""

from datetime import datetime
from random import Random
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62


def id_at(rng: Random, moment: datetime) -> UUID:
    """A version 7 identifier of that moment (milliseconds), its rest drawn from `rng`."""
    bits = rng.getrandbits(74)
    stamp = int(moment.timestamp() * 1000)
    value = (stamp << 80) | _VERSION | ((bits >> 62) << 64) | _VARIANT | (bits & ((1 << 62) - 1))
    return UUID(int=value)
