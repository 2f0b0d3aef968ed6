"""What time it is: one place to ask, so that tests can move it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, always in UTC and always aware."""
    return datetime.now(UTC)
