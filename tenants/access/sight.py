"""Who may not do a thing is told so only where they see it; elsewhere there is nothing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

from kernel.principal import Principal
from kernel.transaction import UnitOfWork

# Raises `NotFound` unless the principal sees that record; the last says that it lies in the bin.
Sight = Callable[[UnitOfWork, Principal, UUID, bool], Awaitable[None]]

_SIGHTS: Final[dict[str, Sight]] = {}


def on_sight(subject: str, sight: Sight) -> None:
    """Register how to look for records of a type; `subject` as in `subject:edit`."""
    _SIGHTS[subject] = sight


async def demand_sight(
    uow: UnitOfWork, principal: Principal, needs: str, path: str, params: Mapping[str, Any]
) -> None:
    """Raise `NotFound` where a refusal would tell of a record that the principal does not see."""
    subject, record_id = needs.partition(":")[0], params.get("record_id")
    sight = _SIGHTS.get(subject)
    if sight is None or record_id is None or not principal.may(f"{subject}:see"):
        return
    restoring = path.rstrip("/").endswith(f"{record_id}/restoration")
    await sight(uow, principal, record_id, restoring)
