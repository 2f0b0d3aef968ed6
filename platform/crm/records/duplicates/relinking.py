"""What hangs on one record goes to another: every row of every table that refers to it."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, UniqueConstraint

from crm.records.types import RecordType
from kernel.model import Base
from kernel.transaction import UnitOfWork


class Place(msgspec.Struct, frozen=True):
    """A column that refers to records; `row` are the columns that tell its rows apart."""

    table: str
    column: str
    row: tuple[str, ...]
    uniques: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]


class Moved(msgspec.Struct, frozen=True):
    """Rows that went over, by their key as it is now, and how many could not."""

    place: Place
    rows: list[dict[str, Any]]
    stayed: int


# Numbers by which other systems know it go over too; addresses are a field's own affair.
KNOWN_AS = Place("identity", "record_id", ("kind", "value"), (("kind", "value"),), ())
_KNOWN_AS = """
UPDATE identity t SET record_id = $3, live = TRUE
WHERE t.tenant_id = $1 AND t.record_id = $2 AND NOT t.kind = ANY($4) AND NOT EXISTS (
    SELECT 1 FROM identity x
    WHERE x.tenant_id = $1 AND x.record_id = $3 AND x.kind = t.kind AND x.value = t.value)
RETURNING t.kind, t.value
"""


@cache
def places() -> tuple[Place, ...]:
    """Every column that refers to a record, but those that are derived from it."""
    return tuple(_places())


async def move(
    uow: UnitOfWork, tenant_id: UUID, from_id: UUID, to_id: UUID, kind: RecordType
) -> list[Moved]:
    """All rows of one record to the other; one that the other has already stays where it is."""
    moved = []
    for place in places():
        rows = await uow.fetch(_move(place), tenant_id, from_id, to_id)
        left = await uow.fetchval(_left(place), tenant_id, from_id)
        if rows or left:
            moved.append(Moved(place, [dict(row) for row in rows], left))
    own = sorted({field.identity for field in kind.identity_fields.values()})
    rows = await uow.fetch(_KNOWN_AS, tenant_id, from_id, to_id, own)
    return [*moved, Moved(KNOWN_AS, [dict(row) for row in rows], 0)]


async def move_back(
    uow: UnitOfWork, tenant_id: UUID, from_id: UUID, to_id: UUID, table: str, column: str, rows: Any
) -> None:
    """Those of these rows that are still there."""
    for place in (*places(), KNOWN_AS):
        if (place.table, place.column) == (table, column):
            await uow.execute(_move_back(place), tenant_id, from_id, to_id, rows)


def _places() -> Iterator[Place]:
    for table in Base.metadata.sorted_tables:
        if table.info.get("derived"):
            continue
        columns = [c for c in _referring(table) if c != "id"]
        for column in columns:
            key = [c.name for c in table.primary_key if c.name != "tenant_id"]
            yield Place(
                table=table.name,
                column=column,
                row=tuple(name for name in key if name != column),
                uniques=tuple(_uniques(table, column)),
                others=tuple(c for c in columns if c != column),
            )


def _referring(table: Table) -> list[str]:
    return sorted(
        key.elements[-1].parent.name
        for key in table.foreign_key_constraints
        if key.elements[-1].column.table.name == "record"
    )


def _uniques(table: Table, column: str) -> Iterator[tuple[str, ...]]:
    """What else must not be the same, for each unique key that the column is part of."""
    keys: list[Any] = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    keys += [table.primary_key, *(index for index in table.indexes if index.unique)]
    for key in keys:
        names = [c.name for c in key.columns]
        if column in names:
            yield tuple(name for name in names if name not in {"tenant_id", column})


def _free(place: Place) -> str:
    """The condition that the row is not there already; `$3` is the record that it goes to."""
    said = [f"t.{other} IS DISTINCT FROM $3" for other in place.others]
    for names in place.uniques:
        same = "".join(f" AND x.{name} = t.{name}" for name in names)
        said.append(
            f"NOT EXISTS (SELECT 1 FROM {place.table} x "
            f"WHERE x.tenant_id = $1 AND x.{place.column} = $3{same})"
        )
    return "".join(f" AND {one}" for one in said)


def _move(place: Place) -> str:
    known = ", ".join(f"t.{name}" for name in place.row) or "TRUE AS one"
    return (
        f"UPDATE {place.table} t SET {place.column} = $3 "
        f"WHERE t.tenant_id = $1 AND t.{place.column} = $2{_free(place)} RETURNING {known}"
    )


def _left(place: Place) -> str:
    return f"SELECT count(*) FROM {place.table} t WHERE t.tenant_id = $1 AND t.{place.column} = $2"


def _move_back(place: Place) -> str:
    same = " AND ".join(f"o.{name} = t.{name}" for name in place.row) or "TRUE"
    return (
        f"UPDATE {place.table} t SET {place.column} = $3 "
        f"FROM jsonb_populate_recordset(NULL::public.{place.table}, $4::jsonb) o "
        f"WHERE t.tenant_id = $1 AND t.{place.column} = $2 AND {same}{_free(place)}"
    )
