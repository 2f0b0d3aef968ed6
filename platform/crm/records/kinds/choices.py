"""Values that are chosen, not typed: a choice, several, yes or no, a member, a reference."""

from typing import Any
from uuid import UUID

from crm.records.fields import Field
from crm.records.kinds.base import EMPTY_OPS, NameOf, Unfit, ValueKind, filter_text
from crm.records.kinds.texts import clean_text
from kernel.filters import BadFilter
from kernel.i18n import _
from kernel.principal import Principal

MAX_MEMBERS = 100


class ChoiceKind(ValueKind):
    """One of the field's choices, by its value."""

    ops = ("eq", "ne", "in", "not_in", "contains", *EMPTY_OPS)
    textual = True
    control = "choice"

    def clean(self, field: Field, value: Any, /) -> Any:
        if value == "" and not field.required:
            return None
        if field.open:
            return clean_text(value, most=field.max_length)
        _demand(field, [value])
        return value

    def typed(self, field: Field, value: Any, /) -> str:
        return label_of(field, value) if field.open else str(value)

    def read(self, field: Field, text: str, /) -> Any:
        named = (c.value for c in field.choices if str(c.label).casefold() == text.casefold())
        return next(named, text) if field.open else text

    def said(self, field: Field, value: Any, _name_of: NameOf, /) -> str:
        return label_of(field, value)


class MultiChoiceKind(ValueKind):
    """Several of the field's choices, in their order."""

    json = list[str]
    empty = ()
    ops = ("contains", "in", "not_in", *EMPTY_OPS)
    control = "multi_choice"
    sorts = False

    def keys(self, value: Any, /) -> list[Any]:
        return list(value)

    def clean(self, field: Field, value: Any, /) -> Any:
        if not set(value) <= {choice.value for choice in field.choices}:
            _demand(field, value)
        return [choice.value for choice in field.choices if choice.value in value]

    def typed(self, _field: Field, value: Any, /) -> str:
        return "\n".join(value)

    def read(self, _field: Field, text: str, /) -> Any:
        return text.split("\n")

    def said(self, field: Field, value: Any, _name_of: NameOf, /) -> str:
        return ", ".join(label_of(field, one) for one in value)

    def cell(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return "; ".join(value)


class YesNoKind(ValueKind):
    """Yes or no."""

    json = bool
    ops = ("eq",)
    control = "yes_no"
    side = "number_value"

    def key(self, value: Any, /) -> Any:
        return int(value)

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        if not isinstance(value, bool):
            raise BadFilter(_("true or false is expected in the filter."))
        return value

    def asked(self, _field: Field, text: str, _principal: Principal, /) -> Any:
        return text == "1"

    def asked_text(self, field: Field, value: Any, _principal: Principal, /) -> str:
        return self.typed(field, value)

    def typed(self, _field: Field, value: Any, /) -> str:
        return "1" if value else "0"

    def read(self, _field: Field, text: str, /) -> Any:
        return text == "1"

    def said(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return _("Yes") if value else _("No")


class MemberKind(ValueKind):
    """A member of the workspace; in a filter "me" is whoever asks."""

    json = UUID
    ops = ("eq", "ne", "in", "not_in", *EMPTY_OPS)
    control = "member"
    sorts = False
    side = "member_id"

    def operand(self, _field: Field, value: Any, principal: Principal, /) -> Any:
        return principal.member_id if value == "me" else filter_id(value)

    def read(self, _field: Field, text: str, /) -> Any:
        return UUID(text)

    def said(self, _field: Field, value: Any, name_of: NameOf, /) -> str:
        return name_of(value) or _("somebody who left")

    def cell(self, _field: Field, value: Any, name_of: NameOf, /) -> str:
        return name_of(value)


class MembersKind(ValueKind):
    """Several members of the workspace, each once."""

    json = list[UUID]
    empty = ()
    ops = ()
    control = "members"

    def clean(self, _field: Field, value: Any, /) -> Any:
        if len(value) > MAX_MEMBERS:
            raise Unfit(_("At most %(most)s, please.") % {"most": MAX_MEMBERS})
        try:
            return list(dict.fromkeys(UUID(str(one)) for one in value))
        except ValueError as error:
            raise Unfit(_("There is no such member.")) from error

    def typed(self, _field: Field, value: Any, /) -> str:
        return "\n".join(str(one) for one in value)

    def read(self, _field: Field, text: str, /) -> Any:
        return [UUID(one) for one in text.split("\n")]

    def said(self, _field: Field, value: Any, name_of: NameOf, /) -> str:
        return ", ".join(name_of(one) or _("somebody who left") for one in value)

    def cell(self, _field: Field, value: Any, name_of: NameOf, /) -> str:
        return "; ".join(name_of(one) for one in value)


class ReferenceKind(ValueKind):
    """What the workspace has set up, by its identifier."""

    json = UUID
    ops = ("eq", "ne", *EMPTY_OPS)
    control = "reference"
    sorts = False

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        return filter_id(value)

    def read(self, _field: Field, text: str, /) -> Any:
        return UUID(text)

    def said(self, _field: Field, value: Any, name_of: NameOf, /) -> str:
        return name_of(value) or _("something that is gone")

    def cell(self, _field: Field, value: Any, name_of: NameOf, /) -> str:
        return name_of(value)


class RecordKind(ValueKind):
    """Another record, of the field's `target`; its name stands beside it."""

    json = UUID
    ops = ("eq", "ne", *EMPTY_OPS)
    control = "record"
    sorts = False
    side = "linked_id"

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        return filter_id(value)

    def read(self, _field: Field, text: str, /) -> Any:
        return UUID(text)


def offered(field: Field) -> list[tuple[str, str]]:
    """What may be chosen now, each with its label."""
    return [(choice.value, str(choice.label)) for choice in field.choices if not choice.archived]


def label_of(field: Field, value: str | None) -> str:
    """A choice by its label; what is no choice any more, as it was stored."""
    for choice in field.choices:
        if choice.value == value:
            return str(choice.label)
    return value or ""


def filter_id(value: object) -> UUID:
    """An identifier in a filter."""
    try:
        return UUID(filter_text(value))
    except ValueError as error:
        raise BadFilter(_("An identifier is expected in the filter.")) from error


def _demand(field: Field, values: list[str]) -> None:
    known = dict(offered(field))
    if not set(values) <= set(known):
        raise Unfit(_("Choose one of: %(choices)s.") % {"choices": ", ".join(known)})
