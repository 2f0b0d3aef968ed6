"""A workspace's shape comes with whoever enters: kept per version, read once when it is new."""

from collections import OrderedDict
from typing import Any
from uuid import UUID

import msgspec

from crm.records.shape.shape import Shape
from kernel import clock
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access import lookup

MOST = 2000

# What belongs to a shape: each statement gives the rows of `$1` as `data`.
_PARTS: dict[str, str] = {
    "field": """SELECT to_jsonb(f) AS data FROM custom_field f
        WHERE f.tenant_id = $1 AND f.archived_at IS NULL""",
    "option": "SELECT to_jsonb(o) AS data FROM option o WHERE o.tenant_id = $1",
}

_RESHAPE = """
UPDATE workspace SET shape_version = greatest(shape_version + 1, $2) WHERE id = $1
"""

_KEPT: OrderedDict[tuple[UUID, int], Shape] = OrderedDict()


def keep(name: str, sql: str) -> None:
    """Let a slice above keep its rows in the shape; whoever changes them calls `reshape`."""
    _PARTS[name] = sql


async def shaped(uow: UnitOfWork, principal: Principal) -> Principal:
    """The principal with the shape of its workspace; version 0 is as we deliver it."""
    if not principal.shape_version:
        return principal
    key = (principal.tenant_id, principal.shape_version)
    shape = _KEPT.get(key)
    if shape is None:
        shape = await load(uow, principal.tenant_id)
        _KEPT[key] = shape
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    else:
        _KEPT.move_to_end(key)
    return msgspec.structs.replace(principal, shape=shape)


async def load(uow: UnitOfWork, tenant_id: UUID) -> Shape:
    """What the workspace has now; never older than the version that was asked for."""
    parts = (f"SELECT '{name}' AS part, p.data FROM ({sql}) p" for name, sql in _PARTS.items())
    found: dict[str, list[Any]] = {name: [] for name in _PARTS}
    for row in await uow.fetch(" UNION ALL ".join(parts), tenant_id):
        found[row["part"]].append(row["data"])
    return Shape(found.pop("field"), found.pop("option"), found)


async def renewed(uow: UnitOfWork, principal: Principal) -> Principal:
    """The principal after a change of the shape in this very transaction."""
    return msgspec.structs.replace(principal, shape=await load(uow, principal.tenant_id))


async def reshape(uow: UnitOfWork, tenant_id: UUID) -> None:
    """A new version, in the transaction of the change; whoever changes the shape waits here.

    The version is a time, so that one that a restored backup brings back is never used again.
    """
    await uow.execute(_RESHAPE, tenant_id, int(clock.now().timestamp() * 1_000_000))


lookup.shaping.use(shaped)
