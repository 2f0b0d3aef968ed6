"""What a line names that the firm has set up, such as a stage: slices say how it is found."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from crm.records.types import RecordType, Row
from kernel.transaction import UnitOfWork

# Values for what a line names, of a new record or of one that is there; raises `Invalid`.
Resolve = Callable[[dict[str, str], Row | None], dict[str, Any]]


class Referring(msgspec.Struct, frozen=True):
    """`fields` are said by name; `load` reads once what there is."""

    fields: tuple[str, ...]
    load: Callable[[UnitOfWork], Awaitable[Resolve]]


_KNOWN: dict[str, Referring] = {}


def refer_by_name(
    type: str, *fields: str, load: Callable[[UnitOfWork], Awaitable[Resolve]]
) -> None:
    """Let files say these fields of a type by name."""
    _KNOWN[type] = Referring(fields, load)


def referring(kind: RecordType) -> tuple[str, ...]:
    """The fields of a type that files say by name, as far as they are seen."""
    found = _KNOWN.get(kind.name)
    return tuple(name for name in found.fields if name in kind.fields) if found else ()


async def resolving(uow: UnitOfWork, kind: RecordType) -> Resolve:
    """How the names of a type are found."""
    return await _KNOWN[kind.name].load(uow)
