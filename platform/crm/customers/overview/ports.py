"""Where slices above say their figure about a customer: open deals, tasks, tickets."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from crm.records.narrowing import as_seen
from crm.records.pages.presenting import rows_path
from crm.records.pages.query import written
from crm.records.reading import View
from crm.records.types import RecordType
from kernel.filters import Group, Test
from kernel.principal import Principal
from kernel.sql import Args


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in words; `path` is where there is more, `kind` its colour."""

    label: str
    value: str
    detail: str = ""
    path: str = ""
    kind: Literal["neutral", "success", "warning", "error"] = "neutral"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """`ask` gives the SQL of one JSON value about the record `$2` in the workspace `$1`.

    It gives nothing to a reader who may not know, and counts only rows that the reader sees.
    """

    name: str
    order: int
    applies: Callable[[RecordType], bool]
    ask: Callable[[RecordType, Principal, Args], str | None]
    say: Callable[[Any, View, Principal], list[Said]]


FIGURES: dict[str, Figure] = {}


def add_figure(figure: Figure) -> None:
    """Tell it on the pages and in the overview of the types to which it applies."""
    FIGURES[figure.name] = figure


def rows(kind: RecordType, *tests: Test) -> str:
    """Where the rows behind a figure are."""
    return rows_path(kind, written(Group("and", tests)))


def reads(principal: Principal, kind: RecordType, *names: str) -> bool:
    """Whether the reader may look at rows of a type and at these fields of them in full."""
    seen = as_seen(kind, principal)
    fields, relations = seen.fields, seen.relations
    return principal.may(f"{kind.name}:see") and all(
        name in relations or (name in fields and not fields[name].masked) for name in names
    )
