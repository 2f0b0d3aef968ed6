"""Identifiers: time-ordered, random enough that nobody guesses one."""

from uuid import UUID, uuid5

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new version 7 identifier: sorts by the moment of creation (milliseconds)."""
    return _uuid7()


def derived_id(within: UUID, name: str) -> UUID:
    """The same identifier every time, for what a workspace has exactly one of."""
    return uuid5(within, name)
