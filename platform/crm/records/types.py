"""Record types: declared once, and the engine gives each the same things."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from crm.records.derived import derived
from crm.records.fields import Field
from crm.records.model import Record
from kernel.i18n import _

Row = Mapping[str, Any]


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A field that points at other records; `target` "" means any type.

    One that is not `editable` is set by a verb of its slice. A `quiet` one is shown at its target
    only where there is something to show. What `goes_along` is shown to those with whom its target
    is shared, where the share says so.
    """

    label: str
    target: str = ""
    editable: bool = True
    quiet: bool = False
    goes_along: bool = False


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """By what two records of a type are known to be the same.

    `names` says how their names are formed; every identities field counts by itself. `hosts` are
    fields with web addresses, `codes` those with official numbers. A row whose field
    `people[0]` says `people[1]` is a person, whatever the others are.
    """

    names: Literal["company", "contact"]
    name: str = "name"
    people: tuple[str, str] | None = None
    hosts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def named_as(self, row: Row) -> Literal["company", "contact"]:
        """How the name of this row is formed."""
        told = self.people is not None and row.get(self.people[0]) == self.people[1]
        return "contact" if told else self.names


class RecordType(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine must know of a type.

    `seen_by` "owner" asks who owns the row; "link" also lets everybody in who sees a record that
    it links; "all" shows it to the whole workspace, and lets its owner
    and those with a wider sight change it. What is logged about it is logged about the records
    of its relations `logged_with` too. `touched` is SQL: what else an activity `:at` sets.
    A row whose column `opened[0]` says `opened[1]` is seen by all who may look at the type.
    `always` are fields that the product works with, so that no role can hide them.
    """

    name: str
    plural: str
    label: str
    label_plural: str
    icon: str
    model: type[Record]
    columns: tuple[str, ...]
    fields: dict[str, Field]
    relations: dict[str, Relation]
    title: Callable[[Row], str]
    text: Callable[[Row], str]
    seen_by: Literal["owner", "link", "all"] = "owner"
    opened: tuple[str, str] | None = None
    followed: bool = False
    matched_by: Matching | None = None
    logged_with: tuple[str, ...] = ()
    touched: str = ""
    default_sort: str = "-updated_at"
    always: frozenset[str] = frozenset()

    def is_open(self, row: Row) -> bool:
        """Whether the whole workspace sees this row."""
        told = self.opened is not None and row.get(self.opened[0]) == self.opened[1]
        return self.seen_by == "all" or told

    @property
    def table(self) -> str:
        """The type's own table."""
        return str(self.model.__tablename__)

    @property
    def money_fields(self) -> tuple[str, ...]:
        """Fields that are amounts."""
        return tuple(name for name, f in self.fields.items() if f.kind == "money")

    @property
    def base_columns(self) -> frozenset[str]:
        """What those amounts are worth in the base currency: derived, never shown or typed."""
        return frozenset(f"{name}_base" for name in self.money_fields)

    def is_editable(self, name: str) -> bool:
        """Whether forms and the API may change this field or relation."""
        return (self.relations.get(name) or self.fields[name]).editable

    @property
    def custom(self) -> tuple[Field, ...]:
        """Fields that the workspace added."""
        return tuple(f for f in self.fields.values() if f.custom is not None)

    @property
    def labels(self) -> dict[str, str]:
        """Everything that a list can show, with its heading."""
        found = {name: str(field.label) for name, field in self.fields.items()}
        found |= {name: str(relation.label) for name, relation in self.relations.items()}
        found |= {name: str(column.label) for name, column in derived(self.name).items()}
        return found | {"tags": _("Tags")}

    def target_of(self, name: str) -> str | None:
        """To which type a relation or a record field points ("" any); None for other fields."""
        if name in self.relations:
            return self.relations[name].target
        field = self.fields.get(name)
        return field.target if field is not None and field.kind == "record" else None

    @property
    def identity_fields(self) -> dict[str, Field]:
        """Fields whose values are also kept normalised."""
        return {name: f for name, f in self.fields.items() if f.kind == "identities"}


_TYPES: dict[str, RecordType] = {}


def declare(
    model: type[Record],
    *,
    plural: str,
    label: str,
    label_plural: str,
    icon: str,
    title: Callable[[Row], str],
    relations: dict[str, Relation] | None = None,
    **options: Any,
) -> RecordType:
    """Register a type; its fields are read from the model's columns."""
    columns = tuple(column.name for column in model.__table__.columns)
    fields = {
        column.name: msgspec.structs.replace(column.info["field"], name=column.name)
        for column in model.__table__.columns
        if "field" in column.info
    }
    declared = RecordType(
        name=model.__tablename__,
        plural=plural,
        label=label,
        label_plural=label_plural,
        icon=icon,
        model=model,
        columns=columns,
        fields=fields,
        relations=relations or {},
        title=title,
        text=searched(fields),
        **options,
    )
    _TYPES[declared.name] = declared
    return declared


def record_type(name: str) -> RecordType:
    """The type of that name; raises KeyError for an unknown one."""
    return _TYPES[name]


def record_types() -> Iterator[RecordType]:
    """All types, in the order of their declaration."""
    yield from _TYPES.values()


def matched_types() -> Iterator[RecordType]:
    """The types whose duplicates are looked for."""
    return (kind for kind in _TYPES.values() if kind.matched_by is not None)


def open_types() -> list[str]:
    """The types whose records the whole workspace sees."""
    return [kind.name for kind in _TYPES.values() if kind.seen_by == "all"]


def searched(fields: Mapping[str, Field]) -> Callable[[Row], str]:
    """What makes the searchable text of a row with these fields."""
    searchable = tuple(f for f in fields.values() if f.searchable)
    return lambda row: _text(searchable, row)


def _text(searchable: tuple[Field, ...], row: Row) -> str:
    parts: list[str] = []
    for field in searchable:
        value = row.get(field.name)
        if field.kind == "identities":
            parts.extend(entry["value"] for entry in value or ())
        elif value:
            parts.append(str(value))
    return "\n".join(parts)
