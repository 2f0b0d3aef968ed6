"""Who is on a list: taken over from a segment or a filter, named one by one, taken off."""

from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.segment.service import condition_sql, segment
from crm.customers.worklist.model import WORKLIST
from crm.customers.worklist.service import Worklists
from crm.records.filtering import Filtering
from crm.records.narrowing import as_seen
from crm.records.reading import View, demand_visible
from crm.records.scope import visible
from crm.records.types import RecordType, record_type
from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.filters import parse
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

MOST: Final = 5_000

_PUT = """
INSERT INTO worklist_entry (tenant_id, id, worklist_id, record_id, added_by, added_at)
SELECT $1, u.id, $2, u.record_id, $5, $6 FROM unnest($3::uuid[], $4::uuid[]) AS u(id, record_id)
ON CONFLICT (tenant_id, worklist_id, record_id) DO NOTHING RETURNING id
"""
_COUNT = "SELECT count(*) FROM worklist_entry e WHERE e.tenant_id = $1 AND e.worklist_id = $2"
_OFF = "DELETE FROM worklist_entry e WHERE e.tenant_id = $1 AND e.id = $2 RETURNING e.record_id"
_WHERE = """
SELECT e.worklist_id, e.record_id FROM worklist_entry e WHERE e.tenant_id = $1 AND e.id = $2
"""


class Entered(msgspec.Struct, frozen=True):
    """How many came onto the list, and how many are on it now."""

    added: int
    entries: int


class Entry(msgspec.Struct, frozen=True):
    """A customer on a list; all three are in the member's sight."""

    id: UUID
    worklist: View
    record_id: UUID


async def fill(
    uow: UnitOfWork,
    me: Principal,
    worklist_id: UUID,
    *,
    segment_id: UUID | None = None,
    where: dict[str, Any] | None = None,
    record_ids: list[UUID] | None = None,
) -> Entered:
    """Who is meant now and seen by the member comes onto it, the longest unspoken-to first."""
    records = Worklists(uow, me)
    worklist = await records.changeable(worklist_id)
    kind = record_type(worklist["holds"])
    found = await _named(uow, me, kind, record_ids or [])
    if segment_id is not None:
        one = await segment(uow, me, segment_id)
        if one.type != kind.name:
            raise Invalid(fields={"segment_id": _("This segment is of another kind of customers.")})
        args = Args(me.tenant_id)
        found += await _selected(uow, me, kind, condition_sql(one, me, args), args)
    if where is not None:
        args = Args(me.tenant_id)
        node = parse(msgspec.json.encode(where).decode())
        condition = Filtering(as_seen(kind, me), me, args, "a").sql(node)
        found += await _selected(
            uow, me, kind, f"a.tenant_id = $1 AND a.deleted_at IS NULL AND {condition}", args
        )
    return await _enter(uow, me, worklist_id, list(dict.fromkeys(found)))


async def take_off(uow: UnitOfWork, me: Principal, entry_id: UUID) -> UUID:
    """Off the list, with what was planned for it there; the customer stays. The list's id."""
    entry = await entry_of(uow, me, entry_id)
    await Worklists(uow, me).changeable(entry.worklist["id"])
    if await uow.fetchval(_OFF, me.tenant_id, entry_id) is None:
        raise NotFound
    found: UUID = entry.worklist["id"]
    return found


async def entry_of(uow: UnitOfWork, me: Principal, entry_id: UUID) -> Entry:
    """One of a list that the member sees, if they see the customer; else `NotFound`."""
    row = await uow.fetchrow(_WHERE, me.tenant_id, entry_id)
    if row is None:
        raise NotFound
    worklist = await Worklists(uow, me).get(row["worklist_id"])
    kind = record_type(worklist["holds"])
    if not me.may(f"{kind.name}:see") or not await demand_visible(uow, me, [row["record_id"]]):
        raise NotFound
    return Entry(entry_id, worklist, row["record_id"])


def demand_worker(me: Principal) -> None:
    """Raise `Forbidden` for whoever may not work on lists, or not log what they did."""
    if not (me.may("activity:create") and me.may(f"{WORKLIST.name}:edit")):
        raise Forbidden


async def _named(
    uow: UnitOfWork, me: Principal, kind: RecordType, wanted: list[UUID]
) -> list[UUID]:
    seen = await demand_visible(uow, me, wanted)
    if any(seen.get(one, ("",))[0] != kind.name for one in wanted):
        raise Invalid(fields={"record_ids": _("There is no such record to link.")})
    return wanted


async def _selected(
    uow: UnitOfWork, me: Principal, kind: RecordType, condition: str, args: Args
) -> list[UUID]:
    if not me.may(f"{kind.name}:see"):
        raise Forbidden
    rows = await uow.fetch(
        f"SELECT a.id FROM {kind.table} a WHERE a.tenant_id = $1 AND {condition} "
        f"AND {visible(me, args, 'a', of=kind)} "
        f"ORDER BY a.tenant_id, a.last_activity_at NULLS FIRST, a.id LIMIT {MOST + 1}",
        *args.values,
    )
    return [row["id"] for row in rows]


async def _enter(uow: UnitOfWork, me: Principal, worklist_id: UUID, found: list[UUID]) -> Entered:
    ids = [uuid7() for _one in found]
    said = (worklist_id, ids, found, me.member_id, clock.now())
    added = await uow.fetch(_PUT, me.tenant_id, *said)
    count: int = await uow.fetchval(_COUNT, me.tenant_id, worklist_id)
    if count > MOST:
        text = _("A list holds %(most)s customers at most. Choose a smaller segment.")
        raise Conflict(text, most=MOST)
    return Entered(len(added), count)
