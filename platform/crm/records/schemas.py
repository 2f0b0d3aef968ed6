"""The shapes of a type's JSON, made from its declaration."""

from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from crm.records.fields import PREFIX, Field
from crm.records.kinds import kind_of
from crm.records.shape.values import plain_values
from crm.records.types import RecordType, record_type


class LinkRef(msgspec.Struct, forbid_unknown_fields=True):
    """A record of any type."""

    type: str
    id: UUID


class LinkView(msgspec.Struct):
    """A linked record, and its name."""

    type: str
    id: UUID
    title: str


class TagView(msgspec.Struct):
    """A tag on a record."""

    id: UUID
    name: str
    color: str


class TotalView(msgspec.Struct):
    """How many there are; `exact` is false past the number that is counted."""

    value: int
    exact: bool


# What the workspace's own fields hold, by their keys; GET fields tells of which kind each is.
_CUSTOM: Any = ("custom", dict[str, Any] | None | UnsetType, UNSET)


@cache
def create_shape(name: str) -> type[msgspec.Struct]:
    """What creates a record: the required fields, and any others."""
    kind = record_type(name)
    required = [(f.name, _type(f)) for f in _settable(kind, new=True) if f.required]
    optional = [
        (f.name, _type(f) | None | UnsetType, UNSET)
        for f in _settable(kind, new=True)
        if not f.required
    ]
    return _struct(f"{_camel(kind)}Create", [*required, *optional, *_relations(kind), _CUSTOM])


@cache
def edit_shape(name: str) -> type[msgspec.Struct]:
    """What edits a record: any fields; what is not sent stays."""
    kind = record_type(name)
    fields = [(f.name, _type(f) | None | UnsetType, UNSET) for f in _settable(kind)]
    return _struct(f"{_camel(kind)}Edit", [*fields, *_relations(kind), _CUSTOM])


@cache
def view_shape(name: str) -> type[msgspec.Struct]:
    """What is answered."""
    kind = record_type(name)
    fields: list[Any] = [("id", UUID), ("type", str), ("title", str)]
    fields += [(f.name, _type(f) | None) for f in kind.fields.values() if f.name != "title"]
    fields += [
        (name, list[UUID] if relation.target else list[LinkView])
        for name, relation in kind.relations.items()
    ]
    fields += [("titles", dict[str, str]), ("custom", dict[str, Any])]
    fields += [("tags", list[TagView]), ("version", int), ("created_by", UUID | None)]
    return msgspec.defstruct(_camel(kind), fields)


@cache
def page_shape(name: str) -> type[msgspec.Struct]:
    """A page of them."""
    items: Any = list[view_shape(name)]  # type: ignore[misc]
    fields = [("items", items), ("next", str | None), ("total", TotalView)]
    return msgspec.defstruct(f"{_camel(record_type(name))}Page", fields)


def said(data: msgspec.Struct) -> dict[str, Any]:
    """The fields that were sent, as plain values; custom fields by their full names."""
    values = {name: getattr(data, name) for name in data.__struct_fields__}
    custom = values.pop("custom", UNSET)
    told = {name: plain_values(value) for name, value in values.items() if value is not UNSET}
    if custom is not UNSET:
        told |= {f"{PREFIX}{key}": value for key, value in (custom or {}).items()}
    return told


def _settable(kind: RecordType, *, new: bool = False) -> list[Field]:
    return [f for f in kind.fields.values() if f.editable or (new and f.once)]


def _type(field: Field) -> Any:
    return kind_of(field).json


def _relations(kind: RecordType) -> list[Any]:
    return [
        (name, (list[UUID] if relation.target else list[LinkRef]) | None | UnsetType, UNSET)
        for name, relation in kind.relations.items()
        if relation.editable
    ]


def _struct(name: str, fields: list[Any]) -> type[msgspec.Struct]:
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True, kw_only=True)


def _camel(kind: RecordType) -> str:
    return "".join(part.capitalize() for part in kind.name.split("_"))
