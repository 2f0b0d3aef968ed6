"""Fields of record types: what a column means to forms, lists, filters and search."""

from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import mapped_column

PREFIX = "custom."

Kind = Literal[
    "text", "long_text", "url", "number", "money", "moment", "date", "choice", "multi_choice",
    "yes_no", "member", "members", "reference", "identities", "email", "phone", "record",
]  # fmt: skip


class Choice(msgspec.Struct, frozen=True):
    """One value that a choice field may have, and its label; archived, it is offered no more."""

    value: str
    label: str
    color: str = "grey"
    archived: bool = False


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """`identity` names the kind of identities of an identities field (email, phone, ...).

    `once` is said when the record is made, and changed later only by a verb of its own.
    `source` names what a reference refers to (stage, pipeline).

    `adds_up` says that the sum over a group means something. `least` and `most` bound a number;
    one with `places` is kept as a whole number of its last decimal place.
    An `open` choice also takes what is in no list. `options`
    names the list of the workspace that takes the place of `choices`, where it keeps one.
    What is delivered of a `fixed` list can be renamed, never archived: the product writes it.
    `custom` is the id of a field that the workspace added; its name is `custom.` and its key,
    `target` the type to which it points if it holds a record.
    `masked` is set where a principal sees the value in part only.
    """

    name: str = ""
    kind: Kind
    label: str
    required: bool = False
    editable: bool = True
    once: bool = False
    searchable: bool = False
    sortable: bool = False
    filterable: bool = True
    max_length: int = 0
    choices: tuple[Choice, ...] = ()
    options: str = ""
    fixed: bool = False
    open: bool = False
    adds_up: bool = False
    least: int | None = None
    most: int | None = None
    places: int = 0
    identity: str = ""
    masked: bool = False
    source: str = ""
    custom: UUID | None = None
    target: str = ""
    help: str = ""
    in_list: bool = False
    in_form: bool = False

    @property
    def key(self) -> str:
        """The name of a custom field in JSON."""
        return self.name.removeprefix(PREFIX)


def text_field(label: str, *, max_length: int = 200, required: bool = False, **marks: Any) -> Any:
    """One line of text."""
    field = Field(kind="text", label=label, max_length=max_length, required=required, **marks)
    return mapped_column(Text, nullable=not required, info={"field": field})


def long_text_field(
    label: str, *, max_length: int = 20_000, required: bool = False, **marks: Any
) -> Any:
    """Text of several lines."""
    field = Field(kind="long_text", label=label, max_length=max_length, required=required, **marks)
    return mapped_column(Text, nullable=not required, info={"field": field})


def url_field(label: str, **marks: Any) -> Any:
    """An http or https address."""
    field = Field(kind="url", label=label, max_length=500, **marks)
    return mapped_column(Text, nullable=True, info={"field": field})


def number_field(label: str, **marks: Any) -> Any:
    """A whole number."""
    return mapped_column(
        BigInteger, nullable=True, info={"field": Field(kind="number", label=label, **marks)}
    )


def choice_field(
    label: str, choices: tuple[Choice, ...], *, default: str | None = None, **marks: Any
) -> Any:
    """One of a few values; text with a CHECK, for enum types are not leakproof."""
    field = Field(kind="choice", label=label, choices=choices, **marks)
    return mapped_column(
        Text, nullable=default is None, server_default=default, info={"field": field}
    )


def multi_choice_field(label: str, choices: tuple[Choice, ...], **marks: Any) -> Any:
    """Several of a few values."""
    field = Field(kind="multi_choice", label=label, choices=choices, **marks)
    return mapped_column(
        ARRAY(Text), nullable=False, server_default=text("'{}'"), info={"field": field}
    )


def yes_no_field(label: str, *, default: bool = False, **marks: Any) -> Any:
    """Yes or no."""
    field = Field(kind="yes_no", label=label, **marks)
    return mapped_column(
        Boolean, nullable=False, server_default=str(default).lower(), info={"field": field}
    )


def money_field(label: str, *, adds_up: bool = True, **marks: Any) -> Any:
    """An amount as it was agreed; a column `<name>_base` beside it, made by `base_column`."""
    field = Field(kind="money", label=label, adds_up=adds_up, **marks)
    return mapped_column(JSONB, nullable=True, info={"field": field})


def base_column() -> Any:
    """What an amount is worth in the base currency, in minor units; None without a rate."""
    return mapped_column(BigInteger, nullable=True)


def date_field(label: str, **marks: Any) -> Any:
    """A day."""
    return mapped_column(
        Date, nullable=True, info={"field": Field(kind="date", label=label, **marks)}
    )


def moment_field(label: str, *, required: bool = False, **marks: Any) -> Any:
    """A moment in time, in UTC."""
    field = Field(kind="moment", label=label, required=required, **marks)
    return mapped_column(DateTime(timezone=True), nullable=not required, info={"field": field})


def member_field(label: str, **marks: Any) -> Any:
    """A member of the workspace."""
    return mapped_column(
        Uuid, nullable=True, info={"field": Field(kind="member", label=label, **marks)}
    )


def members_field(label: str, **marks: Any) -> Any:
    """Several members of the workspace; filtered by a table of the slice's own."""
    field = Field(kind="members", label=label, filterable=False, **marks)
    return mapped_column(
        ARRAY(Uuid), nullable=False, server_default=text("'{}'"), info={"field": field}
    )


def reference_field(label: str, source: str, *, required: bool = False, **marks: Any) -> Any:
    """Something that the workspace has set up, such as a stage."""
    field = Field(kind="reference", label=label, source=source, **marks)
    return mapped_column(Uuid, nullable=not required, info={"field": field})


def identities_field(label: str, identity: str, **marks: Any) -> Any:
    """Many addresses of one kind: `[{value, label}]`, also kept normalised in their own rows."""
    field = Field(
        kind="identities", label=label, identity=identity, filterable=True, searchable=True, **marks
    )
    return mapped_column(JSONB, nullable=False, server_default="[]", info={"field": field})


class IdentityValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address as it was typed, and what it is for (work, home, ...)."""

    value: str
    label: str = ""
