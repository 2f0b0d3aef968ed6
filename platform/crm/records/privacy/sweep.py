"""Looking through every text of a workspace for one person, and taking them out of it."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import CheckConstraint, Column, Table

from crm.records.privacy.needles import Needles, cleaned, named_in
from crm.records.types import record_types
from kernel.model import Base
from kernel.transaction import UnitOfWork

# Words of the product itself, names of members, and what cannot be read anyway.
OURS: Final = frozenset(
    {"code", "kind", "type", "record_type", "action", "source", "channel", "status", "state",
     "role", "language", "time_zone", "currency", "color", "direction", "actor_name", "secret",
     "member_name", "old_secret", "found", "left_over", "sha256", "model_id",
     "prefix", "events", "scopes", "needs"}
)  # fmt: skip


class Place(msgspec.Struct, frozen=True):
    """A table, its key without the workspace, and its columns of free text."""

    table: str
    key: tuple[str, ...]
    texts: tuple[str, ...]
    versioned: bool


class Found(msgspec.Struct):
    """What was found in a table; `ids` of the rows that were rewritten, where it has records."""

    deleted: int = 0
    rewritten: int = 0
    ids: list[Any] = []


@cache
def places() -> tuple[Place, ...]:
    """Every table of workspaces that holds free text, from the models."""
    return tuple(_places())


def _places() -> Iterator[Place]:
    records = {kind.table for kind in record_types()}
    for table in Base.metadata.sorted_tables:
        texts = tuple(c.name for c in table.columns if _is_free(table, c))
        if "tenant_id" in table.c and texts:
            key = tuple(c.name for c in table.primary_key if c.name != "tenant_id")
            yield Place(table.name, key, texts, table.name in records)


def _is_free(table: Table, column: Column[Any]) -> bool:
    name, type = column.name, column.type
    kind = type.__class__.__name__
    texts = kind in {"Text", "JSONB"} or (kind == "ARRAY" and "Text" in repr(type))
    checks = (c for c in table.constraints if isinstance(c, CheckConstraint))
    return texts and name not in OURS and not any(name in str(c.sqltext) for c in checks)


async def sweep(uow: UnitOfWork, place: Place, needles: Needles, *, delete: bool) -> Found:
    """Take the person out of a table's texts; rows that cannot do without go."""
    pattern, found = needles.pattern(), Found()
    for row in await named(uow, place, needles):
        new = {name: cleaned(row[name], pattern) for name in place.texts}
        changed = {name: value for name, value in new.items() if value != row[name]}
        if delete or changed.keys() & set(place.key):
            await _delete(uow, place, row)
            found.deleted += 1
        else:
            await _rewrite(uow, place, row, changed)
            found.rewritten += 1
            found.ids += [row["id"]] if "id" in place.key else []
    return found


async def count(uow: UnitOfWork, place: Place, needles: Needles) -> int:
    """How many rows of a table name the person."""
    return len(await named(uow, place, needles))


async def named(uow: UnitOfWork, place: Place, needles: Needles) -> list[Any]:
    """The rows of a table that name the person: their keys and texts."""
    pattern = needles.pattern()
    rows = await uow.fetch(_select(place), uow.tenant_id, needles.texts, needles.digits)
    return [row for row in rows if named_in((row[name] for name in place.texts), pattern)]


@cache
def _select(place: Place) -> str:
    columns = ", ".join(f't."{name}"' for name in dict.fromkeys((*place.key, *place.texts)))
    said = ", ".join(f't."{name}"::text' for name in place.texts)
    return (
        f"SELECT {columns} FROM {place.table} t "
        f"CROSS JOIN LATERAL (SELECT lower(concat_ws(E'\\n', {said})) AS words) s "
        "WHERE t.tenant_id = $1 AND ("
        "EXISTS (SELECT 1 FROM unnest($2::text[]) AS n(word) WHERE position(n.word IN s.words) > 0)"
        " OR EXISTS (SELECT 1 FROM unnest($3::text[]) AS d(word) WHERE position(d.word IN "
        "regexp_replace(s.words, '[^0-9]+', '', 'g')) > 0))"
    )


async def _delete(uow: UnitOfWork, place: Place, row: Any) -> None:
    same = " AND ".join(f't."{name}" = ${n}' for n, name in enumerate(place.key, 2))
    keys = [row[name] for name in place.key]
    statement = f"DELETE FROM {place.table} t WHERE t.tenant_id = $1"
    await uow.execute(f"{statement} AND {same}" if same else statement, uow.tenant_id, *keys)


async def _rewrite(uow: UnitOfWork, place: Place, row: Any, new: dict[str, Any]) -> None:
    sets = [f'"{name}" = ${n}' for n, name in enumerate(new, 2 + len(place.key))]
    if place.versioned:
        # Whoever has it open in a form does not write the old text back.
        sets.append("version = version + 1")
    same = "".join(f' AND t."{name}" = ${n}' for n, name in enumerate(place.key, 2))
    await uow.execute(
        f"UPDATE {place.table} t SET {', '.join(sets)} WHERE t.tenant_id = $1{same}",
        uow.tenant_id,
        *(row[name] for name in place.key),
        *new.values(),
    )
