"""In which order a list stands: by a column, or by the side rows of a custom field."""

import base64
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.fields import Field
from crm.records.kinds import kind_of
from crm.records.types import RecordType
from kernel.errors import Refused
from kernel.i18n import _
from kernel.sql import Args

_SIDES: Final[dict[str, Any]] = {
    "text_value": str,
    "number_value": int,
    "moment_value": datetime,
    "day_value": date,
}


class BadPage(Refused):
    """A sort, limit or cursor that does not fit this list."""

    code = "bad_page"


class Place(msgspec.Struct, frozen=True):
    """Where a page ended: the value by which it is sorted, None past the last one, and the id."""

    value: Any
    id: UUID


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """`column` is compared, `a` or the side row `sv` has it; `row` is its name in the result."""

    field: Field
    column: str
    read: Any
    nullable: bool
    descending: bool

    @property
    def custom(self) -> bool:
        """Whether the values stand in side rows."""
        return self.field.custom is not None

    @property
    def row(self) -> str:
        """The sorted value's name in a row of the list."""
        return "_sorted" if self.custom else self.column.removeprefix("a.")

    @property
    def sql(self) -> str:
        """The ORDER BY of what has a value."""
        way = "DESC" if self.descending else "ASC"
        if self.custom:
            return f"sv.tenant_id, sv.field_id, {self.column} {way}, sv.record_id {way}"
        nulls = " NULLS LAST" if self.nullable else ""
        return f"a.tenant_id, {self.column} {way}{nulls}, a.id {way}"

    def beyond(self, place: Place, args: Args) -> str:
        """What comes after that place."""
        sign = "<" if self.descending else ">"
        last = args(place.id)
        if place.value is None:
            bare = "" if self.custom else f"{self.column} IS NULL AND "
            return f"{bare}a.id {sign} {last}"
        key = "sv.record_id" if self.custom else "a.id"
        beyond = f"({self.column}, {key}) {sign} ({args(place.value)}, {last})"
        loose = self.nullable and not self.custom
        return f"({beyond} OR {self.column} IS NULL)" if loose else beyond

    def cursor(self, row: Any, *, valued: bool = True) -> str:
        """The place of a row, for the address of the next page."""
        value = row[self.row] if valued else None
        return base64.urlsafe_b64encode(msgspec.json.encode([value, row["id"]])).decode()

    def place(self, cursor: str) -> Place:
        """The place again; `BadPage` for what we did not write."""
        shape: Any = tuple[self.read | None, UUID]  # type: ignore[name-defined]
        try:
            raw = base64.urlsafe_b64decode(cursor.encode())
            value, last = msgspec.json.decode(raw, type=shape)
        except (ValueError, msgspec.MsgspecError, RecursionError) as error:
            raise BadPage(_("This page is gone. Start again at the first one.")) from error
        if isinstance(value, datetime) and value.tzinfo is None:
            raise BadPage(_("This page is gone. Start again at the first one."))
        return Place(value, last)


def order_of(kind: RecordType, sort: str) -> Order:
    """The order that a sort (`name`, `-updated_at`, `custom.key`) asks for."""
    name = sort.removeprefix("-")
    field = kind.fields.get(name)
    if field is None or not field.sortable:
        raise BadPage(_("This list cannot be sorted by %(field)s."), field=repr(name)[:80])
    descending = sort.startswith("-")
    if field.custom is not None:
        side = kind_of(field).side
        return Order(
            field=field,
            column=f"sv.{side}",
            read=_SIDES[side],
            nullable=True,
            descending=descending,
        )
    column = kind_of(field).column(field)
    declared = kind.model.__table__.c[column]
    python = {datetime: datetime, date: date, int: int}.get(declared.type.python_type, str)
    return Order(
        field=field,
        column=f"a.{column}",
        read=python,
        nullable=bool(declared.nullable),
        descending=descending,
    )
