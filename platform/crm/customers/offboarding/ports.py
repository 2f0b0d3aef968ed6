"""Where slices above join in when a member leaves: chats that were tied to the workspace."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from kernel.transaction import UnitOfWork

OnLeaving = Callable[[UnitOfWork, UUID], Awaitable[None]]
LEAVINGS: list[OnLeaving] = []


def on_leaving(follow: OnLeaving) -> OnLeaving:
    """Register what else happens to a person (by id) who leaves the unit's workspace."""
    LEAVINGS.append(follow)
    return follow
