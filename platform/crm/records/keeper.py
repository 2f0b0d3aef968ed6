"""Who acts where a rule or a form does: nobody in person."""

from typing import Any, Final

from kernel.entitled import entitled_by
from kernel.principal import Principal, house, unbounded
from kernel.transaction import UnitOfWork
from tenants.access.lookup import shaping

_HOUSE: Final = """
SELECT w.slug, w.name, w.currency, w.unindexed, w.shape_version,
       w.entitled FROM workspace w
WHERE w.id = $1 AND w.status = 'active'
"""
_WORDS: Final = ("*:see", "*:edit", "*:transfer", "*:create")


async def keeper(uow: UnitOfWork, name: str = "") -> Principal | None:
    """It sees and changes every record of the unit's workspace; None where that is closed."""
    row: Any = await uow.fetchrow(_HOUSE, uow.tenant_id)
    if row is None or uow.tenant_id is None:
        return None
    principal = house(
        uow.tenant_id,
        *_WORDS,
        slug=row["slug"],
        workspace=row["name"],
        name=name,
        currency=row["currency"],
        unindexed=row["unindexed"] or {},
        shape_version=row["shape_version"] or 0,
        entitled=entitled_by(row["entitled"]),
    )
    return await shaping.shaped(uow, principal)


def whole(principal: Principal) -> Principal:
    """The same member on every record and whole, for one deed that was permitted before."""
    return unbounded(principal, *_WORDS, "*:delete")
