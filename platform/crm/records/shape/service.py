"""What an administrator does with fields: defines, renames, orders, archives, brings back."""

from typing import Any, Final, Literal, get_args
from uuid import UUID

import msgspec

from crm.records.options import service as options
from crm.records.options.wording import code_of, demand_labels, labels_of
from crm.records.shape.loading import reshape
from crm.records.shape.shape import own_list
from crm.records.types import record_types
from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _, spoken
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

ValueKinds = Literal[
    "text", "long_text", "number", "money", "date", "moment", "choice", "multi_choice", "yes_no",
    "member", "record", "url", "email", "phone",
]  # fmt: skip
KINDS: Final[tuple[str, ...]] = get_args(ValueKinds)
MAX_FIELDS: Final = 60
MAX_HELP: Final = 300
MARKS: Final = ("required", "searchable", "in_list", "in_form")

_COLUMNS = """
f.id, f.type, f.key, f.value_kind, f.labels, f.help, f.target, f.required, f.searchable,
f.in_list, f.in_form, f.position, f.archived_at
"""
_ALL = f"""
SELECT {_COLUMNS} FROM custom_field f WHERE f.tenant_id = $1
ORDER BY f.tenant_id, f.type, f.position, f.id
"""
_OF_TYPE = """
SELECT f.id, f.key, f.labels, f.position, f.archived_at FROM custom_field f
WHERE f.tenant_id = $1 AND f.type = $2 ORDER BY f.tenant_id, f.position, f.id
"""
_ONE = f"SELECT {_COLUMNS} FROM custom_field f WHERE f.tenant_id = $1 AND f.id = $2"
_INSERT = """
INSERT INTO custom_field (tenant_id, id, type, key, value_kind, labels, help, target, required,
    searchable, in_list, in_form, position, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
_CHANGE = """
UPDATE custom_field SET labels = $3, help = $4, required = $5, searchable = $6, in_list = $7,
    in_form = $8 WHERE tenant_id = $1 AND id = $2
"""
_ARCHIVE = "UPDATE custom_field SET archived_at = $3 WHERE tenant_id = $1 AND id = $2"
_MOVE = """
UPDATE custom_field SET position = u.place
FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, place)
WHERE custom_field.tenant_id = $1 AND custom_field.id = u.id
"""


class FieldView(msgspec.Struct, frozen=True):
    """A field; in JSON it is `custom.<key>` of its type. `options` is the list of its choices."""

    id: UUID
    type: str
    key: str
    kind: str
    label: str
    labels: dict[str, str]
    help: dict[str, str]
    target: str
    required: bool
    searchable: bool
    in_list: bool
    in_form: bool
    archived: bool
    options: str | None


async def fields(uow: UnitOfWork, principal: Principal) -> list[FieldView]:
    """All fields of the workspace, archived ones too."""
    return [_view(row) for row in await uow.fetch(_ALL, principal.tenant_id)]


async def field(uow: UnitOfWork, principal: Principal, field_id: UUID) -> FieldView:
    """One of them; `NotFound` for every other id."""
    row = await uow.fetchrow(_ONE, principal.tenant_id, field_id)
    if row is None:
        raise NotFound
    return _view(row)


async def define(uow: UnitOfWork, principal: Principal, wishes: dict[str, Any]) -> UUID:
    """A new field of a type; its id."""
    labels = labels_of(wishes.get("label"), wishes.get("labels"))
    demand_labels(labels)
    kind, type_name, target = wishes["kind"], wishes["type"], wishes.get("target") or ""
    known = {other.name for other in record_types()}
    wrong = {}
    if type_name not in known:
        wrong["type"] = _("Choose one of those shown.")
    if kind not in KINDS:
        wrong["kind"] = _("Choose one of those shown.")
    if (kind == "record") != (target in known):
        wrong["target"] = _("A record field points at one type; others at none.")
    if wrong:
        raise Invalid(fields=wrong)
    await reshape(uow, principal.tenant_id)
    rows = await uow.fetch(_OF_TYPE, principal.tenant_id, type_name)
    _demand_room(rows)
    made, key = uuid7(), code_of(next(iter(labels.values())), {row["key"] for row in rows})
    await uow.execute(
        _INSERT,
        principal.tenant_id,
        made,
        type_name,
        key,
        kind,
        labels,
        labels_of(None, wishes.get("help"), most=MAX_HELP),
        target,
        *(bool(wishes.get(mark)) for mark in MARKS),
        1 + max((row["position"] for row in rows), default=0),
        clock.now(),
    )
    for label in wishes.get("choices") or ():
        await options.add(uow, principal, own_list(made), label)
    after = {"name": str(spoken(labels)), "kind": kind}
    await note(uow, principal, "custom_field", made, "created", after=after)
    return made


async def change(
    uow: UnitOfWork, principal: Principal, field_id: UUID, wishes: dict[str, Any]
) -> None:
    """Other names, help and marks; type, kind and key stay, for values and programs know them."""
    await reshape(uow, principal.tenant_id)
    row = await _row(uow, principal, field_id)
    labels = {**row["labels"], **labels_of(wishes.get("label"), wishes.get("labels"))}
    help_text = {**row["help"], **labels_of(None, wishes.get("help"), most=MAX_HELP)}
    marks = {mark: bool(wishes.get(mark, row[mark])) for mark in MARKS}
    await uow.execute(
        _CHANGE, principal.tenant_id, field_id, labels, help_text, *(marks[m] for m in MARKS)
    )
    before = {"name": str(spoken(row["labels"]))} | {m: row[m] for m in MARKS}
    after = {"name": str(spoken(labels))} | marks
    changed = [name for name in after if before[name] != after[name]]
    await note(
        uow,
        principal,
        "custom_field",
        field_id,
        "updated",
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


async def archive(
    uow: UnitOfWork, principal: Principal, field_id: UUID, *, gone: bool = True
) -> None:
    """Hide a field (or bring it back); its values are kept."""
    await reshape(uow, principal.tenant_id)
    row = await _row(uow, principal, field_id)
    if not gone and row["archived_at"] is not None:
        _demand_room(await uow.fetch(_OF_TYPE, principal.tenant_id, row["type"]))
    await uow.execute(_ARCHIVE, principal.tenant_id, field_id, clock.now() if gone else None)
    done, name = "deleted" if gone else "restored", {"name": str(spoken(row["labels"]))}
    await note(uow, principal, "custom_field", field_id, done, before=name)


async def move(uow: UnitOfWork, principal: Principal, field_id: UUID, steps: int) -> None:
    """Up (negative) or down among the fields of its type."""
    await reshape(uow, principal.tenant_id)
    row = await _row(uow, principal, field_id)
    rows = await uow.fetch(_OF_TYPE, principal.tenant_id, row["type"])
    order = [one["id"] for one in rows]
    place = order.index(field_id)
    order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
    await uow.execute(_MOVE, principal.tenant_id, order)


def _demand_room(rows: list[Any]) -> None:
    """Whoever changes the shape holds the workspace's row, so the count holds."""
    if sum(1 for row in rows if row["archived_at"] is None) >= MAX_FIELDS:
        raise Conflict(
            _("A type has at most %(most)s fields of your own. Archive one first."), most=MAX_FIELDS
        )


async def _row(uow: UnitOfWork, principal: Principal, field_id: UUID) -> Any:
    row = await uow.fetchrow(_ONE, principal.tenant_id, field_id)
    if row is None:
        raise NotFound
    return row


def _view(row: Any) -> FieldView:
    chosen = row["value_kind"] in {"choice", "multi_choice"}
    return FieldView(
        row["id"],
        row["type"],
        row["key"],
        row["value_kind"],
        str(spoken(row["labels"])),
        row["labels"],
        row["help"],
        row["target"],
        row["required"],
        row["searchable"],
        row["in_list"],
        row["in_form"],
        row["archived_at"] is not None,
        own_list(row["id"]) if chosen else None,
    )
