"""Columns of lists that no field holds: slices above say a word of each record."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork

# What stands there for each of some records that the principal sees; one statement at most.
Said = Callable[[UnitOfWork, Principal, list[UUID]], Awaitable[dict[UUID, str]]]


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a type, by its heading; it can be shown and exported, not sorted."""

    type: str
    name: str
    label: Any
    said: Said


_COLUMNS: dict[tuple[str, str], Derived] = {}


def add_column(column: Derived) -> None:
    """Let lists of the type show it."""
    _COLUMNS[column.type, column.name] = column


def derived(type_name: str) -> dict[str, Derived]:
    """Those of a type, by name."""
    return {name: one for (of, name), one in _COLUMNS.items() if of == type_name}


async def fill_in(
    uow: UnitOfWork, me: Principal, type_name: str, items: list[Any], names: set[str]
) -> None:
    """Put into each record what those of the named columns say that are derived."""
    for name, column in derived(type_name).items():
        if name in names and items:
            words = await column.said(uow, me, [item["id"] for item in items])
            for item in items:
                item[name] = words.get(item["id"])
