"""Numbers for chunks: unique in a workspace, rising with time, made without asking the database."""

import secrets
import time
from threading import Lock

_EPOCH_MS = 1_767_225_600_000  # 2026-01-01
_CHANCE_BITS = 22
_lock = Lock()
_last = 0


def next_number() -> int:
    """63 bits: milliseconds, then chance; within a process each is greater than the last."""
    global _last  # noqa: PLW0603 -- a clock that must not go back is state of the process
    now = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _CHANCE_BITS
    with _lock:
        _last = max(_last + 1, now + secrets.randbits(_CHANCE_BITS))
        return _last
