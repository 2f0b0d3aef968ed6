"""What networks prove by: signatures, compared in constant time, and the time of their calls."""

import hashlib
import hmac
from typing import Final

from kernel import clock

# What comes again within it has the name of an update that was kept already.
WINDOW: Final = 3600
LONGEST: Final = 16
# The inbox forgets what was done after as long; until then it knows a repeated one.
REMEMBERED: Final = 7 * 24 * 3_600


def hmac_sha256(key: str, body: bytes) -> bytes:
    """The signature that most of them make of a body."""
    return hmac.digest(key.encode(), body, hashlib.sha256)


def same(told: str, known: str) -> bool:
    """Whether two secrets are one, in constant time."""
    return hmac.compare_digest(told.encode("utf-8", "replace"), known.encode())


def fresh(timestamp: str, *, per_second: int = 1, window: int = WINDOW) -> bool:
    """Whether it lies within the window before or behind now; what is older somebody wrote down."""
    if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > LONGEST:
        return False
    return abs(int(timestamp) / per_second - clock.now().timestamp()) <= window
