"""Fields of record types: what a column means to forms, lists, filters and search."""

from typing import Any, Literal

import msgspec
from sqlalchemy import BigInteger, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

Kind = Literal[
    "text", "long_text", "number", "moment", "choice", "yes_no", "member", "identities", "url"
]


class Choice(msgspec.Struct, frozen=True):
    """One value that a choice field may have, and its label."""

    value: str
    label: str


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """`identity` names the kind of identities of an identities field (email, phone, ...).

    `masked` is set where a principal sees the value in part only.
    """

    name: str = ""
    kind: Kind
    label: str
    required: bool = False
    editable: bool = True
    searchable: bool = False
    sortable: bool = False
    filterable: bool = True
    max_length: int = 0
    choices: tuple[Choice, ...] = ()
    identity: str = ""
    masked: bool = False


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


def moment_field(label: str, *, required: bool = False, **marks: Any) -> Any:
    """A moment in time, in UTC."""
    field = Field(kind="moment", label=label, required=required, **marks)
    return mapped_column(DateTime(timezone=True), nullable=not required, info={"field": field})


def member_field(label: str, **marks: Any) -> Any:
    """A member of the workspace."""
    return mapped_column(
        Uuid, nullable=True, info={"field": Field(kind="member", label=label, **marks)}
    )


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
