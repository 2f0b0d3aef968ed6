"""Where slices above join in when a customer goes back to a pool: its tasks, its deals."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Parting(msgspec.Struct, frozen=True, kw_only=True):
    """A record leaves its owner for a pool; `heir` is an administrator of it, if it has one."""

    principal: Principal
    record_id: UUID
    previous_owner: UUID
    heir: UUID | None


OnParting = Callable[[UnitOfWork, Parting], Awaitable[None]]
PARTINGS: list[OnParting] = []


def on_parting(follow: OnParting) -> OnParting:
    """Register what else happens then, in the same transaction."""
    PARTINGS.append(follow)
    return follow
