"""The history of a record: every change with the state before it, and the way back to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from crm.records.cursor import read_cursor, write_cursor
from crm.records.reading import View
from crm.records.schemas import edit_shape, said
from crm.records.service import Records
from crm.records.timeline import FAMILY
from kernel.errors import Invalid, NotFound, Refused
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from kernel.veils import change_seen

_EVENTS = f"""
SELECT e.id, e.at, e.action, e.actor_id, e.actor_name AS actor, e.source, e.before, e.after,
       e.record_type
FROM event e WHERE e.tenant_id = $1 AND e.record_id = ANY({FAMILY})
    AND ($3::timestamptz IS NULL OR (e.at, e.id) < ($3, $4))
ORDER BY e.tenant_id, e.at DESC, e.id DESC LIMIT $5
"""
_ONE = f"""
SELECT e.before FROM event e WHERE e.tenant_id = $1 AND e.id = $3 AND e.record_id = ANY({FAMILY})
"""
_LAST = """
SELECT e.id FROM event e WHERE e.tenant_id = $1 AND e.record_id = $2
ORDER BY e.tenant_id, e.at DESC, e.id DESC LIMIT 1
"""


class Happening(msgspec.Struct, frozen=True):
    """One change; `before` and `after` hold the fields that it changed."""

    id: UUID
    at: datetime
    action: str
    actor_id: UUID | None
    actor: str
    source: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class History(msgspec.Struct, frozen=True):
    """A page of changes, newest first."""

    items: list[Happening]
    next: str | None


async def history(
    uow: UnitOfWork, principal: Principal, record_id: UUID, *, limit: int = 50, after: str = ""
) -> History:
    """The changes of a record that the principal has been shown."""
    at, place = read_cursor(after) if after else (None, None)
    rows = await uow.fetch(_EVENTS, principal.tenant_id, record_id, at, place, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    shown = (change_seen(principal, row["record_type"], row) for row in rows[:limit])
    items = [_happening(event) for event in shown if event is not None]
    return History(items, write_cursor(last["at"], last["id"]) if last else None)


def _happening(event: dict[str, Any]) -> Happening:
    return Happening(**{name: event[name] for name in Happening.__struct_fields__})


async def last_event(uow: UnitOfWork, principal: Principal, record_id: UUID) -> UUID:
    """The change just made, so that it can be taken back."""
    found: UUID = await uow.fetchval(_LAST, principal.tenant_id, record_id)
    return found


async def restore_values(
    records: Records, record_id: UUID, event_id: UUID, fields: list[str] | None = None
) -> View:
    """Give these fields (or all) the values that they had before the change."""
    await records.changeable(record_id)
    row = await records.uow.fetchrow(_ONE, records.principal.tenant_id, record_id, event_id)
    if row is None:
        raise NotFound
    before = {k: v for k, v in (row["before"] or {}).items() if fields is None or k in fields}
    values = _values(records, before)
    if not values:
        raise Refused(_("This change holds no earlier value that can be restored."))
    return await records.edit(record_id, values, None)


def _values(records: Records, before: dict[str, Any]) -> dict[str, Any]:
    kind = records.seen
    plain: dict[str, Any] = {}
    for name, value in before.items():
        field = kind.fields.get(name)
        if field is not None and field.custom is not None:
            plain.setdefault("custom", {})[field.key] = value
        elif field is not None and field.editable:
            plain[name] = value
    try:
        values = said(msgspec.convert(plain, edit_shape(kind.name)))
    except msgspec.ValidationError as error:
        raise Invalid from error
    for name, relation in kind.relations.items():
        if name in before:
            found = [UUID(i) for i in before[name] or ()]
            values[name] = found if relation.target else [{"id": i} for i in found]
    return values
