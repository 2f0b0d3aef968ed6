"""The next customer to call: handed out to one caller, for a while."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from crm.activities.calling.blocking import why_not
from crm.activities.calling.numbers import Number, numbers
from crm.customers.ownership.room import hold_member
from crm.customers.worklist.members import demand_worker, entry_of
from crm.customers.worklist.model import CALLS
from crm.customers.worklist.reading import EntryView, entries, kind_of, seen
from crm.customers.worklist.service import Worklists
from crm.records.reading import View
from crm.records.service import service_of
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# Whoever goes for lunch with a customer on the desk gives it back by that.
LEASE: Final = timedelta(minutes=20)

# Meant for the caller, for nobody, or for somebody who left.
_THEIRS = """({alias}.assignee_id IS NULL OR {alias}.assignee_id = $3 OR NOT EXISTS (
            SELECT 1 FROM membership m WHERE m.tenant_id = $1 AND m.id = {alias}.assignee_id
                AND m.status = 'active'))"""
_MINE = """
SELECT e.id FROM worklist_entry e
JOIN {table} a ON a.tenant_id = $1 AND a.id = e.record_id AND a.deleted_at IS NULL
WHERE e.tenant_id = $1 AND e.worklist_id = $2 AND e.state = 'called' AND e.caller_id = $3
    AND e.leased_until > $4 AND {why} IS NULL AND {scope}
ORDER BY e.tenant_id, e.id LIMIT 1
"""
# Whoever asks at the same moment passes over what somebody is taking.
_TAKE = """
WITH free AS MATERIALIZED (
    SELECT c.id FROM worklist_entry c
    JOIN worklist w ON w.tenant_id = $1 AND w.id = c.worklist_id AND w.status = 'open'
    JOIN {table} a ON a.tenant_id = $1 AND a.id = c.record_id AND a.deleted_at IS NULL
    WHERE c.tenant_id = $1 AND c.worklist_id = $2
        AND {theirs}
        AND (c.state = 'waiting' OR (c.state = 'later' AND c.next_call_at <= $4)
            OR (c.state = 'called' AND c.leased_until <= $4))
        AND {why} IS NULL AND {scope}
    ORDER BY c.tenant_id, (c.state = 'later') DESC, c.id LIMIT 1
    FOR UPDATE OF c SKIP LOCKED)
UPDATE worklist_entry e SET state = 'called', caller_id = $3, leased_until = {until}
FROM free WHERE e.tenant_id = $1 AND e.id = free.id RETURNING e.id
"""
_LATER = """
SELECT min(e.next_call_at) FROM worklist_entry e
JOIN {table} a ON a.tenant_id = $1 AND a.id = e.record_id AND a.deleted_at IS NULL
WHERE e.tenant_id = $1 AND e.worklist_id = $2 AND e.state = 'later'
    AND {theirs} AND {why} IS NULL AND {scope}
"""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to call, by which numbers, and what to say."""

    entry: EntryView
    numbers: list[Number]
    script: str


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """The turn, or none, and then when somebody is to be called again."""

    turn: Turn | None
    later_at: datetime | None


async def take_next(uow: UnitOfWork, me: Principal, worklist_id: UUID) -> Offer:
    """The customer that the caller has already, else the next one; nobody else gets it."""
    demand_worker(me)
    worklist = await calling(uow, me, worklist_id)
    if worklist["status"] != "open":
        raise Conflict(_("This list is paused. Resume it first."))
    # One caller, one customer: a second window gets the same one.
    await hold_member(uow, me.member_id)
    found = await _mine(uow, me, worklist)
    if found is None:
        args = _args(me, worklist)
        until = args(clock.now() + LEASE)
        found = await uow.fetchval(_said(_TAKE, me, worklist, args, "c", until=until), *args.values)
    return await _offer(uow, me, worklist, found)


async def current(uow: UnitOfWork, me: Principal, worklist_id: UUID) -> Offer:
    """What the caller has in hand, without taking anything."""
    demand_worker(me)
    worklist = await calling(uow, me, worklist_id)
    return await _offer(uow, me, worklist, await _mine(uow, me, worklist))


async def calling(uow: UnitOfWork, me: Principal, worklist_id: UUID) -> View:
    """The list, if it is one to call by."""
    worklist = await Worklists(uow, me).get(worklist_id)
    if worklist["purpose"] != CALLS:
        raise Conflict(_("This is no call list."))
    if not me.may(f"{worklist['holds']}:see"):
        raise NotFound
    return worklist


async def turn_of(uow: UnitOfWork, me: Principal, entry_id: UUID) -> Turn:
    """What a caller needs for one customer."""
    entry = await entry_of(uow, me, entry_id)
    found = await entries(uow, me, entry.worklist, only=entry_id)
    if not found.items:
        raise NotFound
    record = await service_of(entry.worklist["holds"], uow, me).get(entry.record_id)
    script = entry.worklist.get("script") or ""
    known = await numbers(uow, me, record)
    return Turn(entry=found.items[0], numbers=known, script=script)


async def _mine(uow: UnitOfWork, me: Principal, worklist: View) -> UUID | None:
    args = _args(me, worklist)
    found: UUID | None = await uow.fetchval(_said(_MINE, me, worklist, args), *args.values)
    return found


async def _offer(uow: UnitOfWork, me: Principal, worklist: View, found: UUID | None) -> Offer:
    if found is not None:
        return Offer(turn=await turn_of(uow, me, found), later_at=None)
    args = Args(me.tenant_id, worklist["id"], me.member_id)
    later = await uow.fetchval(_said(_LATER, me, worklist, args), *args.values)
    return Offer(turn=None, later_at=later)


def _args(me: Principal, worklist: View) -> Args:
    return Args(me.tenant_id, worklist["id"], me.member_id, clock.now())


def _said(
    text: str, me: Principal, worklist: View, args: Args, alias: str = "e", **more: str
) -> str:
    kind = kind_of(worklist)
    scope = seen(me, args, kind)
    theirs = _THEIRS.format(alias=alias)
    why = why_not(kind, "a")
    return text.format(table=kind.table, why=why, scope=scope, theirs=theirs, **more)
