"""Where slices say what waits for a member: overdue tasks, customers about to leave, approvals."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that waits; `act` is the one tap: done, log, open.

    `path` inside the workspace is where to go for it, if that is not the record itself.
    """

    record_type: str
    record_id: UUID
    title: str
    at: datetime | None = None
    about: str = ""
    act: str = "open"
    path: str = ""


Load = Callable[[UnitOfWork, Principal, int], Awaitable[list[Waiting]]]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the queue: `load(uow, principal, most)` in one statement."""

    key: str
    label: str
    order: int
    load: Load
    needs: str


_SOURCES: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Show it in every member's queue; a known key is replaced."""
    _SOURCES[source.key] = source


def sources(principal: Principal) -> list[Source]:
    """Those for which the principal has the rights, in order."""
    mine = (s for s in _SOURCES.values() if principal.may(s.needs))
    return sorted(mine, key=lambda source: source.order)
