"""What a disclosure says: the tables of the walk, and of each what concerns the person."""

from collections.abc import AsyncIterator
from functools import cache
from typing import Any, Final

import msgspec

from crm.records.privacy.needles import passages
from crm.records.privacy.sweep import named, places
from crm.records.privacy.walk import HISTORY, TRACES, Person, Trace, hanging, rows
from kernel.model import Base
from kernel.transaction import UnitOfWork

# The workspace, and what nobody can read.
_UNSAID: Final = frozenset({"tenant_id", "vector"})


@cache
def disclosed_tables() -> tuple[str, ...]:
    """All that an erasure goes through, what is of the person themselves first."""
    own = [trace.table for trace in (*hanging(), HISTORY, *TRACES)]
    return tuple(dict.fromkeys((*own, *(place.table for place in places()))))


async def told(uow: UnitOfWork, person: Person, table: str) -> AsyncIterator[dict[str, Any]]:
    """What a table says of the person, row by row."""
    key = [c.name for c in Base.metadata.tables[table].primary_key if c.name != "tenant_id"]
    seen = set[tuple[Any, ...]]()
    for trace in (one for one in (*hanging(), HISTORY, *TRACES) if one.table == table):
        for row in await rows(uow, person, trace):
            if (known := tuple(row[name] for name in key)) not in seen:
                seen.add(known)
                yield _shown(row, person, trace)
    for place in (one for one in places() if one.table == table):
        for row in await named(uow, place, person.needles):
            if tuple(row[name] for name in key) not in seen:
                yield _excerpt(dict(row), person, place.key)


def _shown(row: Any, person: Person, trace: Trace) -> dict[str, Any]:
    if not trace.whole:
        return _excerpt(dict(row), person, ())
    return {k: v for k, v in row.items() if k not in _UNSAID and not isinstance(v, bytes)}


def _excerpt(row: dict[str, Any], person: Person, key: tuple[str, ...]) -> dict[str, Any]:
    """Ids and times, and of the words those that name the person."""
    pattern, kept = person.needles.pattern(), dict[str, Any]()
    for name, value in row.items():
        if name in _UNSAID:
            continue
        if isinstance(value, str | bytes | dict | list) and name not in key:
            value = passages(_read(value), pattern)  # noqa: PLW2901 -- the same value, less of it
        if value is not None:
            kept[name] = value
    return kept


def _read(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    try:
        return msgspec.json.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return value.decode(errors="replace")
