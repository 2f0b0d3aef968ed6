"""Products and competitors that a text names."""

from typing import Final
from uuid import UUID

import msgspec

from crm.records.naming.folding import fold
from crm.records.scope import visible
from crm.records.types import record_type
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

MOST: Final = 500
SHORTEST: Final = 2

_NAMES: Final = """
(SELECT '{type}' AS type, n.id, n.name FROM {table} n
 WHERE n.tenant_id = $1 AND n.deleted_at IS NULL AND {scope}
 ORDER BY n.tenant_id DESC, n.updated_at DESC, n.id DESC LIMIT {most})
"""


class Named(msgspec.Struct, frozen=True):
    """What was named, by type."""

    products: list[UUID]
    competitors: list[UUID]


async def named_in(uow: UnitOfWork, me: Principal, text: str) -> Named:
    """Those whose names stand in the text, as far as the reader may know of them."""
    args = Args(me.tenant_id)
    types = [name for name in ("product", "competitor") if me.may(f"{name}:see")]
    if not types or not text:
        return Named([], [])
    parts = [
        _NAMES.format(
            type=name,
            table=record_type(name).table,
            scope=visible(me, args, "n", of=record_type(name)),
            most=MOST,
        )
        for name in types
    ]
    rows = await uow.fetch(" UNION ALL ".join(parts), *args.values)
    words = fold(text)
    found = [row for row in rows if _stands(fold(row["name"]), words)]
    return Named(
        [row["id"] for row in found if row["type"] == "product"],
        [row["id"] for row in found if row["type"] == "competitor"],
    )


def _stands(name: str, text: str) -> bool:
    """As a word of its own, where it is written with letters."""
    name = name.strip()
    at = text.find(name) if len(name) >= SHORTEST else -1
    while at >= 0:
        end = at + len(name)
        before, behind = text[at - 1 : at], text[end : end + 1]
        if not (_joins(before, name[0]) or _joins(behind, name[-1])):
            return True
        at = text.find(name, at + 1)
    return False


def _joins(one: str, other: str) -> bool:
    return bool(one) and one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
