"""Where layers above join in: they are told of every write, inside its one statement."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from crm.records.types import RecordType, Row
from kernel.batch import WriteBatch
from kernel.principal import Principal


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A write to one record. `row` is the state after it; `before` what it was, None if new.

    `reason` is what was said about it, where something was.
    """

    principal: Principal
    kind: RecordType
    record_id: UUID
    action: str
    row: Row
    before: Row | None
    changed: frozenset[str]
    links: dict[str, list[UUID]]
    reason: str = ""

    @property
    def title(self) -> str:
        """The record's name after the write."""
        return self.kind.title(self.row)

    @property
    def text(self) -> str:
        """What can be searched of it."""
        return self.kind.text(self.row)


Sink = Callable[[WriteBatch, Change], None]
SINKS: list[Sink] = []


class TimelineSource(msgspec.Struct, frozen=True):
    """A kind of entry on timelines.

    `sql(scope)` selects `at, id, kind, actor, data` for the workspace `$1` and the record `$2`;
    `scope(alias, seen_by)` makes the row scope of an alias.
    """

    name: str
    sql: Callable[..., str]


TIMELINE: list[TimelineSource] = []


def on_write(sink: Sink) -> None:
    """Let `sink` add its parts to every record write."""
    SINKS.append(sink)


def on_timeline(source: TimelineSource) -> None:
    """Let `source` show its entries on every record's timeline."""
    TIMELINE.append(source)


def plain(value: Any) -> Any:
    """A value as events keep it: JSON types only."""
    return msgspec.to_builtins(value)
