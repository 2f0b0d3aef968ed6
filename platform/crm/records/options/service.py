"""What an administrator does with lists: words are added, renamed, ordered and archived."""

from typing import Any
from uuid import UUID

import msgspec

from crm.records.beside.tags import COLORS
from crm.records.fields import Choice
from crm.records.narrowing import as_kept
from crm.records.options.wording import code_of, demand_labels, labels_of
from crm.records.shape.loading import reshape
from crm.records.shape.shape import Shape, choice_of, own_list
from crm.records.types import record_types
from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import LANGUAGES, _, spoken, use
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

MAX_OPTIONS = 200

_ALL = """
SELECT o.id, o.list, o.value, o.labels, o.color, o.position, o.archived_at FROM option o
WHERE o.tenant_id = $1 ORDER BY o.tenant_id, o.list, o.position, o.id
"""
_ONE = """
SELECT o.id, o.list, o.value, o.labels, o.color, o.position, o.archived_at FROM option o
WHERE o.tenant_id = $1 AND o.id = $2
"""
_OF_LIST = """
SELECT o.id, o.value, o.labels, o.position FROM option o WHERE o.tenant_id = $1 AND o.list = $2
ORDER BY o.tenant_id, o.position, o.id
"""
_INSERT = """
INSERT INTO option (tenant_id, id, list, value, labels, color, position)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_CHANGE = """
UPDATE option SET labels = $3, color = $4, archived_at = $5 WHERE tenant_id = $1 AND id = $2
"""
_MOVE = """
UPDATE option SET position = u.place FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, place)
WHERE option.tenant_id = $1 AND option.id = u.id
"""
_FIELD = "SELECT f.id FROM custom_field f WHERE f.tenant_id = $1 AND f.id = $2"


class Word(msgspec.Struct, frozen=True):
    """One of a list; `id` is None for a word as we deliver it."""

    id: UUID | None
    value: str
    label: str
    labels: dict[str, str]
    color: str
    archived: bool


class Words(msgspec.Struct, frozen=True):
    """A list; `own` tells whether the workspace keeps it, else it is as we deliver it.

    `of` says by their names which types have it.
    """

    name: str
    label: str
    own: bool
    options: list[Word]
    of: str = ""


def declared_lists() -> dict[str, tuple[str, tuple[Choice, ...]]]:
    """The lists that declared fields name: each with the field's label and the words it has."""
    found: dict[str, tuple[str, tuple[Choice, ...]]] = {}
    for kind in record_types():
        for field in kind.fields.values():
            if field.options:
                found.setdefault(field.options, (field.label, field.choices))
    return found


async def lists(uow: UnitOfWork, principal: Principal) -> list[Words]:
    """Every list: those of declared fields, then those of the workspace's own fields."""
    kept: dict[str, list[Word]] = {}
    for row in await uow.fetch(_ALL, principal.tenant_id):
        kept.setdefault(row["list"], []).append(_word(row))
    found = [
        Words(
            name,
            str(label),
            name in kept,
            kept.get(name) or [_delivered(choice) for choice in choices],
            _users(principal, name),
        )
        for name, (label, choices) in declared_lists().items()
    ]
    for name, label in _own_labels(principal).items():
        users = _users(principal, name)
        found.append(Words(name, label, True, kept.get(name, []), users))  # noqa: FBT003
    return found


def _users(principal: Principal, name: str) -> str:
    kinds = [as_kept(kind, principal) for kind in record_types()]
    users = [kind for kind in kinds if any(f.options == name for f in kind.fields.values())]
    return ", ".join(str(kind.label) for kind in users)


async def list_called(uow: UnitOfWork, principal: Principal, name: str) -> Words:
    """One of them; `NotFound` for a name that is no list here."""
    for words in await lists(uow, principal):
        if words.name == name:
            return words
    raise NotFound


async def adopt(uow: UnitOfWork, principal: Principal, name: str) -> None:
    """From now on the workspace keeps this list, beginning with the words that we deliver."""
    await reshape(uow, principal.tenant_id)
    if not await _known(uow, principal, name):
        raise Invalid(fields={"list": _("There is no such list.")})
    if await uow.fetch(_OF_LIST, principal.tenant_id, name):
        return
    _label, choices = declared_lists().get(name, ("", ()))
    for place, choice in enumerate(choices):
        await _insert(uow, principal, name, choice.value, _in_all(choice), choice.color, place)


async def add(
    uow: UnitOfWork,
    principal: Principal,
    name: str,
    label: str | None,
    labels: dict[str, str] | None = None,
    color: str = "grey",
) -> UUID:
    """A new word at the end of a list; its id."""
    said = labels_of(label, labels)
    demand_labels(said)
    _demand_color(color)
    await adopt(uow, principal, name)
    rows = await uow.fetch(_OF_LIST, principal.tenant_id, name)
    if len(rows) >= MAX_OPTIONS:
        raise Conflict(_("A list has at most %(most)s entries."), most=MAX_OPTIONS)
    if any(text in row["labels"].values() for row in rows for text in said.values()):
        raise Conflict(_("The list has this entry already."))
    value = code_of(next(iter(said.values())), {row["value"] for row in rows})
    place = 1 + max((row["position"] for row in rows), default=0)
    made = await _insert(uow, principal, name, value, said, color, place)
    await note(uow, principal, "option", made, "created", after={"name": _spoken(said)})
    return made


async def change(
    uow: UnitOfWork, principal: Principal, option_id: UUID, wishes: dict[str, Any]
) -> None:
    """Other names or another colour; records keep what they hold."""
    await reshape(uow, principal.tenant_id)
    row = await _row(uow, principal, option_id)
    labels = {**row["labels"], **labels_of(wishes.get("label"), wishes.get("labels"))}
    color = wishes.get("color", row["color"])
    _demand_color(color)
    await uow.execute(_CHANGE, principal.tenant_id, option_id, labels, color, row["archived_at"])
    before, after = {"name": _spoken(row["labels"])}, {"name": _spoken(labels)}
    await note(uow, principal, "option", option_id, "updated", before=before, after=after)


async def archive(
    uow: UnitOfWork, principal: Principal, option_id: UUID, *, gone: bool = True
) -> None:
    """Offer a word no more (or again); records that hold it still show it."""
    await reshape(uow, principal.tenant_id)
    row = await _row(uow, principal, option_id)
    if gone and row["value"] in _fixed(row["list"]):
        raise Conflict(_("The product itself writes this entry. Give it another name instead."))
    at = clock.now() if gone else None
    await uow.execute(_CHANGE, principal.tenant_id, option_id, row["labels"], row["color"], at)
    done = "deleted" if gone else "restored"
    await note(uow, principal, "option", option_id, done, before={"name": _spoken(row["labels"])})


async def move(uow: UnitOfWork, principal: Principal, option_id: UUID, steps: int) -> None:
    """Up (negative) or down among the words of its list."""
    await reshape(uow, principal.tenant_id)
    row = await _row(uow, principal, option_id)
    rows = await uow.fetch(_OF_LIST, principal.tenant_id, row["list"])
    order = [one["id"] for one in rows]
    place = order.index(option_id)
    order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
    await uow.execute(_MOVE, principal.tenant_id, order)


def _fixed(name: str) -> set[str]:
    """The words of a list that always stay."""
    fields = (f for kind in record_types() for f in kind.fields.values() if f.options == name)
    return {choice.value for field in fields if field.fixed for choice in field.choices}


async def _known(uow: UnitOfWork, principal: Principal, name: str) -> bool:
    if name in declared_lists():
        return True
    prefix, _colon, field_id = name.partition(":")
    try:
        wanted = UUID(field_id) if prefix == "field" else None
    except ValueError:
        return False
    known = wanted is not None and await uow.fetchval(_FIELD, principal.tenant_id, wanted)
    return bool(known)


async def _row(uow: UnitOfWork, principal: Principal, option_id: UUID) -> Any:
    row = await uow.fetchrow(_ONE, principal.tenant_id, option_id)
    if row is None:
        raise NotFound
    return row


async def _insert(
    uow: UnitOfWork,
    principal: Principal,
    name: str,
    value: str,
    labels: dict[str, str],
    color: str,
    place: int,
) -> UUID:
    made = uuid7()
    await uow.execute(_INSERT, principal.tenant_id, made, name, value, labels, color, place)
    return made


def _own_labels(principal: Principal) -> dict[str, str]:
    """The lists of the workspace's own choice fields."""
    if not isinstance(principal.shape, Shape):
        return {}
    return {
        own_list(field.custom): str(field.label)
        for kind in record_types()
        for field in principal.shape.kind(kind).custom
        if field.custom is not None and field.options
    }


def _word(row: Any) -> Word:
    choice = choice_of(row)
    return Word(
        row["id"], row["value"], str(choice.label), row["labels"], row["color"], choice.archived
    )


def _delivered(choice: Choice) -> Word:
    return Word(
        None, choice.value, str(choice.label), _in_all(choice), choice.color, choice.archived
    )


def _in_all(choice: Choice) -> dict[str, str]:
    labels = {}
    for code in LANGUAGES:
        with use(code):
            labels[code] = str(choice.label)
    return labels


def _spoken(labels: dict[str, str]) -> str:
    return str(spoken(labels))


def _demand_color(color: str) -> None:
    if color not in COLORS:
        raise Invalid(
            fields={"color": _("Choose one of: %(choices)s.") % {"choices": ", ".join(COLORS)}}
        )
