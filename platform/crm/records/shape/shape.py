"""The types of records as one workspace has them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from crm.records.fields import PREFIX, Choice, Field
from crm.records.kinds import KINDS
from crm.records.types import RecordType, searched
from kernel.i18n import spoken

T = TypeVar("T")

MAX_TEXT = 500
MAX_LONG_TEXT = 20_000


class Shape:
    """Everything that a workspace added, at one version; the types are put together once each."""

    def __init__(
        self,
        fields: list[Mapping[str, Any]],
        options: list[Mapping[str, Any]],
        more: Mapping[str, list[Mapping[str, Any]]] | None = None,
    ) -> None:
        self._fields = sorted(fields, key=lambda f: (f["position"], f["id"]))
        self._lists: dict[str, tuple[Choice, ...]] = {}
        for option in sorted(options, key=lambda o: (o["position"], o["id"])):
            known = self._lists.get(option["list"], ())
            self._lists[option["list"]] = (*known, choice_of(option))
        self._kinds: dict[str, RecordType] = {}
        self._more = more or {}
        self._made: dict[str, Any] = {}

    def kind(self, declared: RecordType) -> RecordType:
        """A type with the workspace's fields and lists."""
        kept = self._kinds.get(declared.name)
        if kept is None:
            kept = self._kinds[declared.name] = self._kept(declared)
        return kept

    def choices(self, name: str) -> tuple[Choice, ...] | None:
        """The words of a list, archived ones too; None where the workspace keeps none."""
        return self._lists.get(name)

    def made(self, name: str, make: Callable[[list[Mapping[str, Any]]], T]) -> T:
        """What a slice above makes of the rows that it keeps here; made once."""
        if name not in self._made:
            self._made[name] = make(self._more.get(name, []))
        made: T = self._made[name]
        return made

    def _kept(self, declared: RecordType) -> RecordType:
        fields = {name: self._listed(field) for name, field in declared.fields.items()}
        for row in self._fields:
            if row["type"] == declared.name and row["value_kind"] in KINDS:
                field = self._listed(field_of(row))
                fields[field.name] = field
        return msgspec.structs.replace(declared, fields=fields, text=searched(fields))

    def _listed(self, field: Field) -> Field:
        choices = self._lists.get(field.options) if field.options else None
        return field if choices is None else msgspec.structs.replace(field, choices=choices)


def field_of(row: Mapping[str, Any]) -> Field:
    """A field as the engine knows it, from its row."""
    kind = row["value_kind"]
    return Field(
        name=f"{PREFIX}{row['key']}",
        kind=kind,
        label=spoken(row["labels"]),
        help=spoken(row["help"]),
        required=row["required"],
        searchable=row["searchable"] and KINDS[kind].textual,
        sortable=KINDS[kind].sorts,
        max_length=MAX_LONG_TEXT if kind == "long_text" else MAX_TEXT,
        options=own_list(row["id"]) if kind in {"choice", "multi_choice"} else "",
        target=row["target"],
        adds_up=kind in {"number", "money"},
        custom=UUID(str(row["id"])),
        in_list=row["in_list"],
        in_form=row["in_form"],
    )


def own_list(field_id: UUID | str) -> str:
    """The list with the choices of a custom field."""
    return f"field:{field_id}"


def choice_of(row: Mapping[str, Any]) -> Choice:
    """A choice from its row."""
    return Choice(
        row["value"], spoken(row["labels"]), row["color"], archived=row["archived_at"] is not None
    )
