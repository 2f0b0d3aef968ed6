"""Where a person stands in a workspace: one walk, whether all of it is shown or taken out."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import msgspec

from crm.records.privacy.needles import Needles, needles_of, people
from crm.records.types import RecordType, record_types
from kernel.model import Base
from kernel.transaction import UnitOfWork

# What is noted of nobody else: activities and tasks that link the person alone.
_ALONE = """
SELECT l.from_id AS id FROM link l JOIN record r ON r.tenant_id = $1 AND r.id = l.from_id
WHERE l.tenant_id = $1 AND l.to_id = ANY($2) AND l.kind = 'links' AND NOT EXISTS (
    SELECT 1 FROM link o WHERE o.tenant_id = $1 AND o.from_id = l.from_id
        AND o.kind = 'links' AND NOT o.to_id = ANY($2))
"""
_ANSWERS = "SELECT k.key, k.body FROM idempotency_key k WHERE k.tenant_id = $1"


class Person(msgspec.Struct, frozen=True):
    """`gone` are the records that are the person, and those that are noted of nobody else."""

    gone: list[Any]
    needles: Needles


By = Callable[[UnitOfWork, Person], Awaitable[list[Any]]]


class Trace(msgspec.Struct, frozen=True):
    """Rows `t` of a table that concern the person: `condition` on the workspace $1 and `by` $2.

    Of rows that are not `whole` only what names the person is theirs to read.
    """

    table: str
    condition: str
    by: By
    whole: bool = True


async def find(uow: UnitOfWork, kind: RecordType, record_id: Any) -> Person:
    """The person, with whatever was merged into them."""
    ids = await people(uow, record_id)
    needles = await needles_of(uow, kind, ids)
    alone = [row["id"] for row in await uow.fetch(_ALONE, uow.tenant_id, ids)]
    return Person([*ids, *alone], needles)


@cache
def hanging() -> tuple[Trace, ...]:
    """What refers to a record, and goes with it: from the models."""
    held = {"record", *(kind.table for kind in record_types())}
    return tuple(
        _of_records(table.name, key.elements[-1].parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.elements[-1].column.table.name in held
    )


async def rows(uow: UnitOfWork, person: Person, trace: Trace) -> list[Any]:
    """The rows of a trace."""
    by = await trace.by(uow, person)
    statement = f"SELECT t.* FROM {trace.table} t WHERE {trace.condition}"
    return await uow.fetch(statement, uow.tenant_id, by)


async def count(uow: UnitOfWork, person: Person, trace: Trace) -> int:
    """How many they are."""
    by = await trace.by(uow, person)
    statement = f"SELECT count(*) FROM {trace.table} t WHERE {trace.condition}"
    return int(await uow.fetchval(statement, uow.tenant_id, by))


async def remove(uow: UnitOfWork, person: Person, trace: Trace) -> int:
    """Take them away."""
    by = await trace.by(uow, person)
    statement = f"DELETE FROM {trace.table} t WHERE {trace.condition}"
    return await uow.execute(statement, uow.tenant_id, by)


async def _records(_uow: UnitOfWork, person: Person) -> list[Any]:
    return person.gone


async def _words(_uow: UnitOfWork, person: Person) -> list[Any]:
    return person.needles.texts


async def _answers(uow: UnitOfWork, person: Person) -> list[Any]:
    """Answers that are kept for requests that come twice."""
    pattern = person.needles.pattern()
    found = await uow.fetch(_ANSWERS, uow.tenant_id)
    return [r["key"] for r in found if pattern.search((r["body"] or b"").decode(errors="replace"))]


def _of_records(table: str, column: str) -> Trace:
    return Trace(table, f"t.tenant_id = $1 AND t.{column} = ANY($2)", _records)


# Nobody takes it away: it is emptied, and says only that something was done.
HISTORY = _of_records("event", "record_id")
# Others add theirs: what they keep of a person that refers to no record.
TRACES: list[Trace] = [
    _of_records("notification", "record_id"),
    Trace(
        "idempotency_key",
        "t.tenant_id = $1 AND t.key = ANY($2)",
        _answers,
        whole=False,
    ),
    Trace(
        "delivery",
        "t.workspace_id = $1 AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS n(word) WHERE "
        "position(n.word IN lower(t.destination || t.payload::text || t.last_error)) > 0)",
        _words,
        whole=False,
    ),
]
