"""Writing records: row, anchor, links, identities, event and index in one statement."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from uuid import UUID

from crm.records.admitting import admit
from crm.records.identities import normalised
from crm.records.kinds import kind_of
from crm.records.ports import SINKS, Change, plain
from crm.records.shape.values import custom_parts, empty_of
from crm.records.types import RecordType, Row
from kernel import clock, events
from kernel.batch import WriteBatch
from kernel.principal import Principal

_ANCHOR = """
INSERT INTO record (tenant_id, id, type, title, owner_id, team_id)
VALUES (:tenant_id, :id, :type, :title, :owner_id, :team_id)
"""
_ANCHOR_CHANGED = """
UPDATE record SET title = :title, owner_id = :owner_id, team_id = :team_id,
    deleted_at = :deleted_at
WHERE tenant_id = :tenant_id AND id = :id
"""
_LINKS = """
INSERT INTO link (tenant_id, from_id, kind, to_id, position)
SELECT :tenant_id, :from_id, :kind, u.to_id, u.position
FROM unnest(:to_ids::uuid[]) WITH ORDINALITY AS u(to_id, position)
ON CONFLICT (tenant_id, from_id, kind, to_id) DO UPDATE SET position = excluded.position
"""
_LINKS_GONE = """
DELETE FROM link WHERE tenant_id = :tenant_id AND from_id = :from_id AND kind = :kind
    AND NOT to_id = ANY(:to_ids::uuid[])
"""
_IDENTITIES = """
INSERT INTO identity (tenant_id, record_id, kind, value)
SELECT :tenant_id, :record_id, :kind, u.value FROM unnest(:found::text[]) AS u(value)
ON CONFLICT (tenant_id, record_id, kind, value) DO NOTHING
"""
_IDENTITIES_GONE = """
DELETE FROM identity WHERE tenant_id = :tenant_id AND record_id = :record_id AND kind = :kind
    AND NOT value = ANY(:found::text[])
"""
_IDENTITIES_LIVE = """
UPDATE identity SET live = :live WHERE tenant_id = :tenant_id AND record_id = :record_id
"""


@lru_cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(columns)
    values = ", ".join(f":{c}" for c in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values}) RETURNING id"


@lru_cache(maxsize=512)
def _update(table: str, columns: tuple[str, ...]) -> str:
    sets = ", ".join(f"{column} = :{column}" for column in columns)
    return (
        f"UPDATE {table} SET {sets}, version = version + 1 "
        "WHERE tenant_id = :tenant_id AND id = :id AND version = :known_version "
        "RETURNING version"
    )


def insert_parts(batch: WriteBatch, change: Change, *, action: str = "created") -> None:
    """All parts of a new record; the first returns its id."""
    kind, row, principal = change.kind, change.row, change.principal
    admit(batch, change)
    batch.add(_insert(kind.table, kind.columns), **{c: row[c] for c in kind.columns})
    batch.add(
        _ANCHOR,
        tenant_id=principal.tenant_id,
        id=change.record_id,
        type=kind.name,
        title=change.title,
        owner_id=row["owner_id"],
        team_id=row["team_id"],
    )
    custom_parts(batch, kind, row, change.changed, fresh=True)
    _set_links(batch, change, fresh=True)
    _set_identities(batch, change, fresh=True)
    _tell(batch, change, action, None, said_first(change))


def said_first(change: Change) -> dict[str, Any]:
    """What was said of a new record, for its event."""
    row, fields = change.row, change.kind.fields
    return {f: row[f] for f in change.changed if f in fields} | change.links


def update_parts(batch: WriteBatch, change: Change, *, version: int) -> None:
    """All parts of a changed record; the first returns its new version, or nothing if stale."""
    kind, row, before = change.kind, change.row, change.before or {}
    admit(batch, change)
    columns = (*sorted(c for c in change.changed if c in kind.columns), "updated_at")
    batch.add(
        _update(kind.table, columns),
        tenant_id=change.principal.tenant_id,
        id=change.record_id,
        known_version=version,
        **{column: row[column] for column in columns},
    )
    batch.add(
        _ANCHOR_CHANGED,
        tenant_id=change.principal.tenant_id,
        id=change.record_id,
        title=change.title,
        owner_id=row["owner_id"],
        team_id=row["team_id"],
        deleted_at=row["deleted_at"],
    )
    custom_parts(batch, kind, row, change.changed, fresh=False)
    _set_links(batch, change, fresh=False)
    if "deleted_at" in change.changed:
        batch.add(
            _IDENTITIES_LIVE,
            tenant_id=change.principal.tenant_id,
            record_id=change.record_id,
            live=row["deleted_at"] is None,
        )
    else:
        _set_identities(batch, change, fresh=False)
    shown = [f for f in sorted(change.changed) if f in kind.fields]
    old = {f: before.get(f) for f in shown} | _old_links(change)
    new = {f: row[f] for f in shown} | change.links
    _tell(batch, change, change.action, old, new)


def _tell(
    batch: WriteBatch,
    change: Change,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    events.append(
        batch,
        change.principal,
        record_type=change.kind.name,
        record_id=change.record_id,
        action=action,
        before=plain(before),
        after=plain(after),
    )
    for sink in SINKS:
        sink(batch, change)


def _set_links(batch: WriteBatch, change: Change, *, fresh: bool) -> None:
    for name, ids in change.links.items():
        values = {
            "tenant_id": change.principal.tenant_id,
            "from_id": change.record_id,
            "kind": name,
            "to_ids": ids,
        }
        if not fresh:
            batch.add(_LINKS_GONE, **values)
        if ids:
            batch.add(_LINKS, **values)


def _set_identities(batch: WriteBatch, change: Change, *, fresh: bool) -> None:
    for identity, found in identities_of(change):
        values = {
            "tenant_id": change.principal.tenant_id,
            "record_id": change.record_id,
            "kind": identity,
            "found": found,
        }
        if not fresh:
            batch.add(_IDENTITIES_GONE, **values)
        if found:
            batch.add(_IDENTITIES, **values)


def identities_of(change: Change) -> Iterator[tuple[str, list[str | None]]]:
    """The kinds of identities that the change says anew, each with its normalised values."""
    for name, field in change.kind.identity_fields.items():
        if name in change.changed:
            yield (
                field.identity,
                [normalised(field.identity, entry["value"]) for entry in change.row[name]],
            )


def _old_links(change: Change) -> dict[str, list[Any]]:
    rows = (change.before or {}).get("_links") or ()
    return {name: [link[1] for link in rows if link[0] == name] for name in change.links}


def different(kind: RecordType, row: Row, before: Row) -> frozenset[str]:
    """What a change changes, the workspace's own fields too."""
    names = {*kind.columns, *(field.name for field in kind.custom)} - {"updated_at"}
    return frozenset(name for name in names if row[name] != before[name])


def fresh_row(
    kind: RecordType, principal: Principal, record_id: UUID, values: dict[str, Any]
) -> dict[str, Any]:
    """A full row for a new record: what was said, and the defaults of the rest."""
    now = clock.now()
    row: dict[str, Any] = dict.fromkeys(kind.columns)
    for name, field in kind.fields.items():
        empty = kind_of(field).empty
        if field.custom is not None:
            row[name] = empty_of(field)
            continue
        default = kind.model.__table__.c[name].server_default
        if empty is not None:
            row[name] = list(empty)
        elif field.kind == "choice" and default is not None:
            row[name] = default.arg
        elif field.kind == "yes_no" and default is not None:
            row[name] = default.arg == "true"
    row.update(values)
    row.update(
        tenant_id=principal.tenant_id,
        id=record_id,
        version=1,
        created_at=now,
        updated_at=now,
        created_by=principal.member_id,
        deleted_at=None,
    )
    return row
