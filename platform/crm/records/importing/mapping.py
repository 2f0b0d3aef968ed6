"""What the columns of a file mean: targets to choose from, and the choices of one import."""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from crm.records.fields import Field
from crm.records.importing.referring import referring
from crm.records.kinds import kind_of
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.i18n import _

ID, TAGS, EXTERNAL = "id", "tags", "external_id"

Existing = Literal["update", "skip", "create"]
Dates = Literal["", "ymd", "dmy", "mdy"]
Decimals = Literal["", ".", ","]
# What has to be known of how a file is written, and the kinds of values that depend on it.
WRITTEN: Final = {"dates": {"moment", "date"}, "decimals": {"number", "money"}}
Target = Annotated[str, Meta(max_length=100)]


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """`columns` has a target per column ("" for none); `match` the targets that tell two apart.

    `alike` says what becomes of lines that only look like a record that is there already.
    `make_related` creates companies that a line names and nobody has filed.
    """

    columns: list[str] = []
    match: list[str] = []
    existing: Existing = "update"
    alike: Existing = "create"
    dates: Dates = ""
    decimals: Decimals = ""
    make_related: bool = True


class MappingEdit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The choices of an import; what is not sent stays. The first three read the file again."""

    encoding: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    delimiter: Annotated[str, Meta(max_length=1)] | UnsetType = UNSET
    sheet: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    columns: Annotated[list[Target], Meta(max_length=300)] | UnsetType = UNSET
    match: Annotated[list[Target], Meta(max_length=10)] | UnsetType = UNSET
    existing: Existing | UnsetType = UNSET
    alike: Existing | UnsetType = UNSET
    dates: Dates | UnsetType = UNSET
    decimals: Decimals | UnsetType = UNSET
    make_related: bool | UnsetType = UNSET


def targets(kind: RecordType) -> dict[str, str]:
    """What a column may be, with its label."""
    fields = {f.name: str(f.label) for f in kind.fields.values() if settable(f)}
    relations = {name: str(relation.label) for name, relation in kind.relations.items()}
    return {
        **fields,
        **{name: str(kind.fields[name].label) for name in referring(kind)},
        "owner_id": _("Owner"),
        **relations,
        TAGS: _("Tags"),
        EXTERNAL: _("Number in the other system"),
        ID: _("Number here (id)"),
    }


def settable(field: Field) -> bool:
    """Whether a file may say it."""
    return field.editable and field.name != "owner_id"


def matchable(kind: RecordType) -> list[str]:
    """By which targets a line can find the record that it means, the surest first."""
    fields = [f for f in kind.fields.values() if settable(f) and f.custom is None]
    names = [EXTERNAL, *(f.name for f in fields if f.kind == "identities")]
    names += [f.name for f in fields if f.kind == "url"]
    return [*names, *(f.name for f in fields if f.name == "name")]


def usual(kind: RecordType, columns: list[str]) -> list[str]:
    """How to tell two records apart where nobody said: by addresses; firms by name as well."""
    known = [name for name in matchable(kind) if name in columns]
    sure = [name for name in known if name not in {"name", "handles"}]
    firms = any(field.kind == "url" for field in kind.fields.values())
    return sure if sure and not firms else [*sure, *(n for n in known if n == "name")]


def questions(kind: RecordType, mapping: Mapping, hints: list[dict[str, Any]]) -> list[str]:
    """What must be asked, for the file allows several readings: `dates`, `decimals`."""
    asked = []
    for word in WRITTEN:
        allowed = readings(kind, mapping, hints, word)
        if not getattr(mapping, word) and len(allowed) > 1:
            asked.append(word)
    return asked


def readings(
    kind: RecordType, mapping: Mapping, hints: list[dict[str, Any]], word: str
) -> set[str]:
    """The readings that all columns of that kind allow together; none where nothing depends."""
    found = [
        set(hint[word])
        for target, hint in zip(mapping.columns, hints, strict=False)
        if target in kind.fields and kind.fields[target].kind in WRITTEN[word] and hint[word]
    ]
    return set.intersection(*found) if found else set()


def demand_sound(kind: RecordType, mapping: Mapping, columns: list[str]) -> None:
    """Raise `Invalid` for choices that cannot be."""
    wrong: dict[str, str] = {}
    known = targets(kind)
    chosen = [name for name in mapping.columns if name]
    if len(mapping.columns) != len(columns):
        wrong["columns"] = _("Say for each of the %(count)s columns what it is.") % {
            "count": len(columns)
        }
    elif veiled := next((kind.fields[n] for n in chosen if _in_part(kind, n)), None):
        wrong["columns"] = _("You see %(name)s in part only, so you cannot import it.") % {
            "name": veiled.label
        }
    elif unknown := [name for name in chosen if name not in known]:
        wrong["columns"] = _("There is no field %(name)s.") % {"name": unknown[0][:80]}
    elif twice := [n for n in chosen if chosen.count(n) > 1 and not _several(kind, n)]:
        wrong["columns"] = _("Two columns cannot both be %(name)s.") % {"name": known[twice[0]]}
    elif missing := _missing(kind, chosen):
        wrong["columns"] = _("One column must be %(name)s.") % {"name": missing}
    if any(name not in chosen or name not in matchable(kind) for name in mapping.match):
        wrong["match"] = _("Records are told apart by a column that is imported.")
    if wrong:
        raise Invalid(fields=wrong)


def _in_part(kind: RecordType, name: str) -> bool:
    """Whether the importer sees the field in part only; a hidden one is simply not there."""
    return name in kind.fields and kind.fields[name].masked


def _several(kind: RecordType, name: str) -> bool:
    """Several columns may fill it: home and work number, two tags."""
    listed = name in kind.fields and kind_of(kind.fields[name]).empty is not None
    return listed or name in kind.relations or name == TAGS


def _missing(kind: RecordType, chosen: list[str]) -> str:
    if ID in chosen:
        return ""
    needed = [f for f in kind.fields.values() if f.required and settable(f)]
    return next((str(f.label) for f in needed if f.name not in chosen), "")
