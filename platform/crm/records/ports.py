"""Where layers above join in: they are told of every write, inside its one statement."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from crm.records.narrowing import unindexed
from crm.records.types import RecordType, Row
from kernel.batch import WriteBatch
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


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
        return self.text_of(self.row)

    def text_of(self, row: Row) -> str:
        """What can be searched of a state of it: nothing that some role does not see."""
        kept_out = self.principal.unindexed.get(self.kind.name)
        return self.kind.text(unindexed(row, kept_out))


Sink = Callable[[WriteBatch, Change], None]
SINKS: list[Sink] = []
# A sink that adds its parts for many new records of one type at once.
ManySink = Callable[[WriteBatch, list[Change]], None]
MANY: dict[Sink, ManySink] = {}


Relinked = Callable[[UnitOfWork, UUID, list[UUID]], Awaitable[None]]
RELINKED: list[Relinked] = []


def on_relinked(hear: Relinked) -> None:
    """Tell `hear` of records on which something else hangs now, in the same transaction."""
    RELINKED.append(hear)


BatchEnd = Callable[[UnitOfWork, Principal], Awaitable[None]]
BATCH_ENDS: list[BatchEnd] = []


def on_batch_end(hear: BatchEnd) -> None:
    """Tell `hear` that a batch is over, in the transaction that closes it."""
    BATCH_ENDS.append(hear)


class TimelineSource(msgspec.Struct, frozen=True):
    """A kind of entry on timelines.

    `sql(scope)` selects `at, id, kind, actor, data` for the workspace `$1` and the record `$2`;
    `scope(alias, type)` makes the row scope of an alias that has rows of that type. Of a type's
    entries the fields that are hidden from the reader are taken out of `data`, by name.
    """

    name: str
    sql: Callable[..., str]


TIMELINE: list[TimelineSource] = []


def on_write(sink: Sink, *, many: ManySink | None = None) -> None:
    """Let `sink` add its parts to every record write; `many` does so for many new records."""
    SINKS.append(sink)
    if many is not None:
        MANY[sink] = many


def on_timeline(source: TimelineSource) -> None:
    """Let `source` show its entries on every record's timeline."""
    TIMELINE.append(source)


def plain(value: Any) -> Any:
    """A value as events keep it: JSON types only."""
    return msgspec.to_builtins(value)
