"""What several networks prove by: secrets compared, and the time at which they say they call."""

import hmac
from typing import Final

from kernel import clock

# What comes again within it has the name of an update that was kept already.
WINDOW: Final = 3600
LONGEST: Final = 16


def same(told: str, known: str) -> bool:
    """Whether two secrets are one, in constant time."""
    return hmac.compare_digest(told.encode("utf-8", "replace"), known.encode())


def fresh(timestamp: str, *, per_second: int = 1, window: int = WINDOW) -> bool:
    """Whether it lies within the window before or behind now; what is older somebody wrote down."""
    if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > LONGEST:
        return False
    return abs(int(timestamp) / per_second - clock.now().timestamp()) <= window
