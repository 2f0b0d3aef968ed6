"""A record type as a workspace has it, and as one principal sees it: here both are put together."""

from typing import Any

import msgspec

from crm.records.shape.shape import Shape
from crm.records.types import RecordType, Row
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Principal, Rights


def as_kept(kind: RecordType, rights: Rights) -> RecordType:
    """The type with the fields and lists of the workspace, all of them: for writing."""
    shape = getattr(rights, "shape", None)
    return shape.kind(kind) if isinstance(shape, Shape) else kind


def as_seen(kind: RecordType, rights: Rights) -> RecordType:
    """The type with the fields that the principal may read; the masked can only be looked at."""
    kind = as_kept(kind, rights)
    veils = rights.veils.get(kind.name)
    if not veils:
        return kind
    fields = {}
    for name, field in kind.fields.items():
        match veils.get(name):
            case "hidden":
                continue
            case "masked":
                fields[name] = msgspec.structs.replace(
                    field, masked=True, editable=False, filterable=False, sortable=False
                )
            case _:
                fields[name] = field
    hidden = {name for name, veil in veils.items() if veil == "hidden"}
    # What an amount is worth tells the amount.
    hidden |= {f"{name}_base" for name in hidden & set(kind.money_fields)}
    return msgspec.structs.replace(
        kind,
        fields=fields,
        relations={n: r for n, r in kind.relations.items() if n not in hidden},
        columns=tuple(c for c in kind.columns if c not in hidden),
    )


def demand_writable(kind: RecordType, principal: Principal, values: dict[str, Any]) -> None:
    """Raise `Invalid` for what the principal does not see in full: it is nobody's to write blindly.

    A hidden field is refused as one that does not exist.
    """
    veils = principal.veils.get(kind.name)
    if not veils:
        return
    wrong = {
        name: _("There is no such field.")
        if veils[name] == "hidden"
        else _("You see this in part only, so you cannot change it.")
        for name in values
        if name in veils
    }
    if wrong:
        raise Invalid(fields=wrong)


def fixed_fields(kind: RecordType) -> frozenset[str]:
    """The fields without which the product does not work: they can be neither hidden nor masked.

    What makes the title, the order of lists and the owner; what every record must have; what
    the type itself names in `always`.
    """
    read = _Read()
    kind.title(read)
    table = kind.model.__table__.c
    needed = {
        name
        for name, field in kind.fields.items()
        if field.required or (name in table and not table[name].nullable and _plain(field.kind))
    }
    anywhere = {name for name, relation in kind.relations.items() if not relation.target}
    order = {kind.default_sort.removeprefix("-"), "owner_id", "last_activity_at", "next_action_at"}
    return frozenset(read.names | needed | anywhere | order | kind.always)


def _plain(kind: str) -> bool:
    return kind != "identities"


class _Read(dict[str, Any]):
    """A row of empty texts that remembers what was read of it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def __missing__(self, name: str) -> str:
        self.names.add(name)
        return ""

    def get(self, name: str, default: Any = None) -> Any:
        del default
        return self[name]


def unindexed(row: Row, fields: Any) -> Row:
    """The row without what must not be searched in this workspace."""
    return {**row, **dict.fromkeys(fields)} if fields else row
