"""Field by field: which of two records' values the kept one has after a merge."""

from typing import Any, Literal

import msgspec

from crm.records.fields import Field
from crm.records.identities import normalised
from crm.records.types import RecordType, Row
from kernel.errors import Invalid
from kernel.i18n import _

Side = Literal["kept", "other"]
Choices = dict[str, Side]


class FieldChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Both values of a field; `default` is what a merge takes if nothing is said, `both` unites."""

    name: str
    label: str
    kept: Any
    other: Any
    differs: bool
    default: Literal["kept", "other", "both"]


def preview(kind: RecordType, kept: Row, other: Row) -> list[FieldChoice]:
    """Every field of which a value has to be chosen, and what would be."""
    return [
        FieldChoice(
            name=name,
            label=str(field.label),
            kept=kept[name],
            other=other[name],
            differs=kept[name] != other[name],
            default=_default(field, kept[name], other[name]),
        )
        for name, field in chosen_fields(kind).items()
    ]


def chosen_fields(kind: RecordType) -> dict[str, Field]:
    """The fields that people fill in."""
    return {name: field for name, field in kind.fields.items() if field.editable}


def merged_values(kind: RecordType, kept: Row, other: Row, choices: Choices) -> dict[str, Any]:
    """What changes in the kept record; filled goes over empty, the kept over the other."""
    fields = chosen_fields(kind)
    if unknown := sorted(choices.keys() - fields.keys()):
        raise Invalid(fields=dict.fromkeys(unknown, _("There is no such field.")))
    values = {name: _chosen(field, kept, other, choices) for name, field in fields.items()}
    return {name: value for name, value in values.items() if value != kept[name]}


def _chosen(field: Field, kept: Row, other: Row, choices: Choices) -> Any:
    mine, theirs = kept[field.name], other[field.name]
    if field.kind == "identities":
        first, second = (theirs, mine) if choices.get(field.name) == "other" else (mine, theirs)
        return united(field, first, second)
    side = choices.get(field.name) or _default(field, mine, theirs)
    return theirs if side == "other" else mine


def _default(field: Field, mine: Any, theirs: Any) -> Literal["kept", "other", "both"]:
    if field.kind == "identities":
        return "both"
    return "other" if mine in (None, "") and theirs not in (None, "") else "kept"


def united(field: Field, first: list[Any], second: list[Any]) -> list[Any]:
    """Both lists of addresses, each address once."""
    known = {normalised(field.identity, entry["value"]) for entry in first}
    fresh = [e for e in second if normalised(field.identity, e["value"]) not in known]
    return [*first, *fresh]


def without(field: Field, now: list[Any], came: list[Any], was: list[Any]) -> list[Any]:
    """A list of addresses without those that came by a merge; what was added since stays."""
    had = {normalised(field.identity, entry["value"]) for entry in was}
    gone = {normalised(field.identity, entry["value"]) for entry in came} - had
    return [entry for entry in now if normalised(field.identity, entry["value"]) not in gone]
