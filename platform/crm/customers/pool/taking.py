"""Into a pool and out of it: given up, put there, claimed, assigned, moved."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from crm.customers.ownership.records import Handed
from crm.customers.ownership.room import hold_member
from crm.customers.parameters.service import parameters
from crm.customers.pool.following import bring, part
from crm.customers.pool.model import NotNow, Taken
from crm.customers.pool.standing import Standing, standing
from crm.records.keeper import whole
from crm.records.periods import bounds
from crm.records.ports import Change, on_write
from crm.records.reading import View, fetch
from crm.records.service import service_of
from crm.records.types import Row
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Forbidden, NotFound
from kernel.formats import format_datetime
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork

FRESH = timedelta(days=1)

_ENTRY = """
SELECT e.id, e.entered_at, e.previous_owner_id, e.left_at,
    coalesce(nullif(m.name, ''), p.name) AS taker
FROM pool_entry e LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = e.taken_by
LEFT JOIN person p ON p.id = m.person_id
WHERE e.tenant_id = $1 AND e.pool_id = $2 AND e.record_id = $3
ORDER BY e.tenant_id, e.entered_at DESC, e.id DESC LIMIT 1
"""
_ENTER = """
INSERT INTO pool_entry (tenant_id, id, pool_id, record_id, record_type, entered_at, cause, reason,
                        previous_owner_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (tenant_id, record_id) WHERE left_at IS NULL DO NOTHING RETURNING id
"""
_LEAVE = """
UPDATE pool_entry e SET left_at = :at, taken_by = :taken_by
WHERE e.tenant_id = :tenant_id AND e.record_id = :record_id AND e.left_at IS NULL
RETURNING e.id
"""
_CLAIMED_TODAY = """
SELECT count(*) FROM ownership_span s WHERE s.tenant_id = $1 AND s.owner_id = $2
    AND s.cause = 'claim' AND s.started_at >= $3
"""


def leave(batch: WriteBatch, change: Change) -> None:
    """Whoever gets an owner, by whatever way, lies in no pool any more."""
    before = change.before
    if before is None or before["owner_id"] is not None or change.row["owner_id"] is None:
        return
    batch.add(
        _LEAVE,
        tenant_id=change.principal.tenant_id,
        record_id=change.record_id,
        at=clock.now(),
        taken_by=change.row["owner_id"],
    )


on_write(leave)


async def claim(uow: UnitOfWork, me: Principal, pool_id: UUID, record_id: UUID) -> View:
    """Take a record that nobody owns; of all who try, one gets it."""
    place = await standing(uow, me, pool_id)
    place.demand(me, "edit")
    records = records_of(uow, me, place)
    row, entry = await held_entry(records, place, record_id)
    await hold_member(uow, me.member_id)
    await _demand_quota(uow, me)
    _demand_patience(place, entry, me)
    await records.hand_over(row, me.member_id, "claimed")
    await bring(records, record_id, me.member_id)
    return await records.get(record_id)


async def assign(
    uow: UnitOfWork, me: Principal, pool_id: UUID, record_id: UUID, member_id: UUID
) -> View:
    """Give a record to a member, as an administrator of the pool."""
    place = await standing(uow, me, pool_id)
    place.demand_admin(me, "edit")
    records = records_of(uow, me, place)
    row, _entry = await held_entry(records, place, record_id)
    await hold_member(uow, member_id)
    await records.hand_over(row, member_id, "assigned")
    await bring(records, record_id, member_id)
    return await records.get(record_id)


async def release(
    uow: UnitOfWork, me: Principal, pool_id: UUID, record_id: UUID, reason: str
) -> None:
    """Give it up, or put it there as an administrator."""
    place = await standing(uow, me, pool_id)
    place.demand(me, "edit")
    row = await service_of(place.record_type, uow, me).changeable(record_id)
    mine = row["owner_id"] == me.member_id
    if not (mine or place.admin or me.may(f"{place.record_type}:transfer")):
        raise Forbidden
    cause = "release" if mine else "admin"
    await put_in(records_of(uow, me, place), place, row, cause, reason)


async def put_in(records: Handed, place: Standing, row: Row, cause: str, reason: str) -> None:
    """A row that is held goes into the pool, with what follows it."""
    uow, me, owner = records.uow, records.principal, row["owner_id"]
    text = one_line(reason)[:500]
    if owner is not None:
        action = {"reclaim": "reclaimed", "offboard": "offboarded"}.get(cause, "released")
        await records.hand_over(row, None, action, text)
    said = (place.record_type, clock.now(), cause, text, owner)
    if await uow.fetchval(_ENTER, me.tenant_id, uuid7(), place.id, row["id"], *said) is None:
        raise Conflict(_("This lies in a pool already."))
    if owner is not None:
        await part(records, place, row["id"], owner)


async def move(
    uow: UnitOfWork, me: Principal, pool_id: UUID, record_id: UUID, target_id: UUID
) -> None:
    """To another pool for the same type, as an administrator of both."""
    place, target = await standing(uow, me, pool_id), await standing(uow, me, target_id)
    place.demand_admin(me, "edit")
    target.demand_admin(me, "edit")
    if target.record_type != place.record_type:
        raise Conflict(_("The other pool is for another type."))
    row, entry = await held_entry(records_of(uow, me, place), place, record_id)
    batch, now = WriteBatch(), clock.now()
    batch.add(_LEAVE, tenant_id=me.tenant_id, record_id=record_id, at=now, taken_by=None)
    await batch.run(uow)
    said = (place.record_type, now, "move", "", entry["previous_owner_id"])
    await uow.fetchval(_ENTER, me.tenant_id, uuid7(), target.id, row["id"], *said)


async def discard(uow: UnitOfWork, me: Principal, pool_id: UUID, record_id: UUID) -> None:
    """Into the recycle bin, as an administrator of the pool."""
    place = await standing(uow, me, pool_id)
    records = records_of(uow, me, place)
    await held_entry(records, place, record_id)
    place.demand_admin(me, "delete")
    await records.delete(record_id)


async def held_entry(records: Handed, place: Standing, record_id: UUID) -> tuple[Row, Any]:
    """The record, held, with its entry; `Taken` for one that was taken from under one's eyes."""
    uow, me = records.uow, records.principal
    row = await fetch(uow, me, records.kind, record_id, lock=True)
    entry = await uow.fetchrow(_ENTRY, me.tenant_id, place.id, record_id)
    if entry is None:
        raise NotFound
    if row["owner_id"] is None and entry["left_at"] is None:
        return row, entry
    if entry["left_at"] is None or entry["left_at"] < clock.now() - FRESH:
        raise NotFound
    if entry["taker"]:
        raise Taken(_("%(name)s took this already."), name=entry["taker"])
    raise Taken


async def _demand_quota(uow: UnitOfWork, me: Principal) -> None:
    """Claims of the day are counted as claims: giving one up gives none back."""
    known = await parameters(uow)
    most = known.rules.daily_claims
    if most is None:
        return
    start, _end = bounds("today", known.time_zone)
    if await uow.fetchval(_CLAIMED_TODAY, me.tenant_id, me.member_id, start) >= most:
        raise NotNow(_("You claimed %(most)s today, which is the most for a day."), most=most)


def _demand_patience(place: Standing, entry: Any, me: Principal) -> None:
    since, now = entry["entered_at"], clock.now()
    free = since + timedelta(hours=place.new_entry_hours)
    if place.new_entry_hours and now < free:
        raise NotNow(
            _("This came in just now. It can be claimed from %(when)s."), when=format_datetime(free)
        )
    free = since + timedelta(days=place.previous_owner_days)
    if entry["previous_owner_id"] == me.member_id and now < free:
        raise NotNow(
            _("You had this before. You can claim it again from %(when)s."),
            when=format_datetime(free),
        )


def records_of(uow: UnitOfWork, me: Principal, place: Standing) -> Handed:
    """The records that lie there, as a rule of the house sees them."""
    return cast("Handed", service_of(place.record_type, uow, whole(me)))
