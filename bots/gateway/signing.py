"""What networks sign their calls with, compared in constant time; and what is too old to be new."""

import hashlib
import hmac
from typing import Final

from kernel import clock

# The inbox forgets what was done after as long; until then it knows a repeated one.
REMEMBERED: Final = 7 * 24 * 3_600
AHEAD: Final = 3_600


def hmac_sha256(secret: str, body: bytes) -> bytes:
    """The signature of a body."""
    return hmac.digest(secret.encode(), body, hashlib.sha256)


def same(told: str, known: str) -> bool:
    """Whether two signatures are one."""
    return hmac.compare_digest(told.encode("utf-8", "replace"), known.encode())


def fresh(seconds: float) -> bool:
    """Whether something of that moment may still be new to us."""
    age = clock.now().timestamp() - seconds
    return -AHEAD <= age <= REMEMBERED
