"""Where the search for duplicates joins in: lines that no address recognises are shown to it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from crm.records.types import RecordType
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

# From the values of each new record to the records that are probably the same and may be seen.
Doubles = Callable[
    [UnitOfWork, Principal, RecordType, list[dict[str, Any]]], Awaitable[list[list[UUID]]]
]
DOUBLES: list[Doubles] = []


def on_doubles(finder: Doubles) -> None:
    """Let `finder` say which records a line might mean; one alone is taken for it."""
    DOUBLES.append(finder)
