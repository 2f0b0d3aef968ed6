"""Identifiers: time-ordered, random enough that nobody guesses one."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new version 7 identifier: sorts by the moment of creation (milliseconds)."""
    return _uuid7()
