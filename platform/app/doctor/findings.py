"""A finding: one thing that was looked at."""

from typing import Literal

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """`warn` works, with less; `bad` does not. `mend` says what to do about either."""

    name: str
    state: Literal["good", "warn", "bad"]
    says: str
    mend: str = ""


def good(name: str, says: str) -> Finding:
    """All is well."""
    return Finding(name, "good", says)


def warn(name: str, says: str, mend: str) -> Finding:
    """It works, with less."""
    return Finding(name, "warn", says, mend)


def bad(name: str, says: str, mend: str) -> Finding:
    """It does not work, or not for long."""
    return Finding(name, "bad", says, mend)
