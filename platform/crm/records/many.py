"""Many new records of one type in one statement: all that the writing of one has, row by row."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from crm.records.admitting import admit_new
from crm.records.ports import MANY, SINKS, Change, Sink, plain
from crm.records.shape.values import side_rows
from crm.records.writing import identities_of, said_first
from kernel import events
from kernel.batch import WriteBatch
from kernel.model import insert_rows
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

# Parts of sinks that only know single writes: so many records in one statement.
TOGETHER = 25


async def insert_many(uow: UnitOfWork, changes: list[Change]) -> None:
    """Write new records of one plain type; their events, links, identities, index and images."""
    if not changes:
        return
    principal, kind = changes[0].principal, changes[0].kind
    batch = WriteBatch()
    admit_new(batch, principal, kind.name, len(changes))
    add_rows(batch, principal, kind.table, [dict(c.row) for c in changes])
    add_rows(batch, principal, "record", [_anchor(c) for c in changes])
    add_rows(batch, principal, "custom_value", [row for c in changes for row in _custom(c)])
    add_rows(batch, principal, "link", [row for c in changes for row in _links(c)])
    add_rows(batch, principal, "identity", [row for c in changes for row in _identities(c)])
    told = [_event(principal, c) for c in changes]
    events.append_many(batch, principal, told)
    _add_many(batch, changes)
    await batch.run(uow)
    await _follow(uow, changes, [sink for sink in SINKS if sink not in MANY])


async def follow_many(uow: UnitOfWork, changes: list[Change]) -> None:
    """What follows from new records whose rows are there already: index, images."""
    if changes:
        batch = WriteBatch()
        batch.add("SELECT TRUE AS followed")
        _add_many(batch, changes)
        await batch.run(uow)
        await _follow(uow, changes, [sink for sink in SINKS if sink not in MANY])


def _add_many(batch: WriteBatch, changes: list[Change]) -> None:
    for sink in SINKS:
        if sink in MANY:
            MANY[sink](batch, changes)


def add_rows(
    batch: WriteBatch, principal: Principal, table: str, rows: Iterable[dict[str, Any]]
) -> None:
    """Whole rows of a table, as a part of the write; they get their `tenant_id` here."""
    found = [{**row, "tenant_id": principal.tenant_id} for row in rows]
    if found:
        batch.add(insert_rows(table), tenant_id=principal.tenant_id, rows=found)


async def _follow(uow: UnitOfWork, changes: list[Change], sinks: list[Sink]) -> None:
    for start in range(0, len(changes) if sinks else 0, TOGETHER):
        batch = WriteBatch()
        batch.add("SELECT TRUE AS followed")
        for change in changes[start : start + TOGETHER]:
            for sink in sinks:
                sink(batch, change)
        if len(batch) > 1:
            await batch.run(uow)


def _anchor(change: Change) -> dict[str, Any]:
    row = change.row
    return {
        "id": change.record_id,
        "type": change.kind.name,
        "title": change.title,
        "owner_id": row["owner_id"],
        "team_id": row["team_id"],
        "deleted_at": None,
    }


def _links(change: Change) -> Iterable[dict[str, Any]]:
    for name, ids in change.links.items():
        for position, to_id in enumerate(ids, 1):
            yield {"from_id": change.record_id, "kind": name, "to_id": to_id, "position": position}


def _custom(change: Change) -> Iterable[dict[str, Any]]:
    for row in side_rows(change.kind, change.row):
        yield {"record_id": change.record_id, **row}


def _identities(change: Change) -> Iterable[dict[str, Any]]:
    for identity, found in identities_of(change):
        for value in dict.fromkeys(found):
            yield identity_row(change.record_id, identity, value)


def identity_row(record_id: UUID, identity: str, value: str | None) -> dict[str, Any]:
    """A row of `identity`."""
    return {"record_id": record_id, "kind": identity, "value": value, "live": True}


def _event(principal: Principal, change: Change) -> dict[str, Any]:
    return events.event_of(
        principal,
        record_type=change.kind.name,
        record_id=change.record_id,
        action="created",
        before=None,
        after=plain(said_first(change)),
    )
