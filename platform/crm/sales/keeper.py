"""Who acts on leads where a rule or a form does: nobody in person."""

from typing import Any, Final
from uuid import UUID

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.lookup import shaping

NOBODY: Final = UUID(int=0)

_HOUSE: Final = """
SELECT w.slug, w.name, w.currency, w.unindexed, w.shape_version FROM workspace w
WHERE w.id = $1 AND w.status = 'active'
"""
_WORDS: Final = ("*:see", "*:edit", "*:transfer", "*:create")


async def keeper(uow: UnitOfWork, name: str = "") -> Principal | None:
    """It sees and changes every lead of the unit's workspace; None where that is closed."""
    house: Any = await uow.fetchrow(_HOUSE, uow.tenant_id)
    if house is None or uow.tenant_id is None:
        return None
    principal = Principal(
        tenant_id=uow.tenant_id,
        slug=house["slug"],
        workspace=house["name"],
        member_id=NOBODY,
        person_id=NOBODY,
        name=name,
        email="",
        role="",
        scope="all",
        permissions=frozenset(_WORDS),
        currency=house["currency"],
        via="rule",
        unindexed=house["unindexed"] or {},
        shape_version=house["shape_version"] or 0,
    )
    return await shaping.shaped(uow, principal)


def unbounded(principal: Principal) -> Principal:
    """The same member seeing every lead whole, for what the product works out along."""
    return msgspec.structs.replace(
        principal,
        scope="all",
        scopes={},
        veils={},
        permissions=principal.permissions | set(_WORDS),
    )
