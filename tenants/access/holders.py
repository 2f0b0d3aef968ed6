"""Who holds a permission: those to whom a question is put, whatever their role is called."""

from collections.abc import Sequence

from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import members

KEEPS = "settings:workspace"


async def holders(uow: UnitOfWork, permission: str) -> list[Principal]:
    """The active members whose role grants this."""
    return [one for one in await members(uow) if one.may(permission)]


def nearest(found: Sequence[Principal]) -> list[Principal]:
    """Those of them who lead; who keeps the workspace is asked where nobody else can be."""
    return [one for one in found if not one.may(KEEPS)] or [*found]
