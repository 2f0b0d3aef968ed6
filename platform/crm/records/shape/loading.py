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

_SHAPE = """
SELECT TRUE AS is_field, to_jsonb(f) AS data FROM custom_field f
WHERE f.tenant_id = $1 AND f.archived_at IS NULL
UNION ALL
SELECT FALSE, to_jsonb(o) FROM option o WHERE o.tenant_id = $1
"""

_RESHAPE = """
UPDATE workspace SET shape_version = greatest(shape_version + 1, $2) WHERE id = $1
"""

_KEPT: OrderedDict[tuple[UUID, int], Shape] = OrderedDict()


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
    rows = await uow.fetch(_SHAPE, tenant_id)
    found: dict[bool, list[Any]] = {True: [], False: []}
    for row in rows:
        found[row["is_field"]].append(row["data"])
    return Shape(found[True], found[False])


async def reshape(uow: UnitOfWork, tenant_id: UUID) -> None:
    """A new version, in the transaction of the change; whoever changes the shape waits here.

    The version is a time, so that one that a restored backup brings back is never used again.
    """
    await uow.execute(_RESHAPE, tenant_id, int(clock.now().timestamp() * 1_000_000))


lookup.shaping.use(shaped)
