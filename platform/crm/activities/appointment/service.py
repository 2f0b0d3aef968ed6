"""Appointments: agreed, moved as a whole or once, called off, reminded of."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from crm.activities.appointment.model import APPOINTMENT
from crm.activities.appointment.timing import (
    changes_from,
    is_another,
    next_reminder,
    series_of,
    settle,
    span,
    whole_days,
)
from crm.activities.recurring import Changed, takes_place, wall_of
from crm.records.ports import Change
from crm.records.reading import View
from crm.records.service import Records, serve
from crm.records.types import Row
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.jobs import enqueue_part

REMIND: Final = "appointment.remind"
_SAID: Final = ("starts_at", "ends_at")

_CHANGES = """
SELECT jsonb_agg(jsonb_build_array(x.day, x.wall_start, x.wall_end))
FROM appointment_change x WHERE x.tenant_id = $1 AND x.appointment_id = $2
"""
_PUT = """
INSERT INTO appointment_change (tenant_id, appointment_id, day, wall_start, wall_end)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, appointment_id, day) DO UPDATE SET
    wall_start = excluded.wall_start, wall_end = excluded.wall_end
"""
_TAKE = """
DELETE FROM appointment_change WHERE tenant_id = $1 AND appointment_id = $2 AND day = $3
"""
_FORGET = """
DELETE FROM appointment_change WHERE tenant_id = :tenant_id AND appointment_id = :id
"""
_MEMBERS = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.id = ANY($2) AND m.status = 'active'
"""
_GONE = """
DELETE FROM attendance WHERE tenant_id = :tenant_id AND appointment_id = :id
    AND NOT member_id = ANY(:members::uuid[])
"""
_COME = """
INSERT INTO attendance (tenant_id, appointment_id, member_id)
SELECT :tenant_id, :id, u.member_id FROM unnest(:members::uuid[]) AS u (member_id)
ON CONFLICT (tenant_id, member_id, appointment_id) DO NOTHING
"""
# Whoever takes part sees it, by a share like any other.
_SHOW = """
INSERT INTO share (tenant_id, record_id, member_id, level, granted_by, created_at)
SELECT :tenant_id, :id, u.member_id, 'read', :me, :now
FROM unnest(:members::uuid[]) AS u (member_id)
ON CONFLICT (tenant_id, record_id, member_id) DO NOTHING
"""
_HIDE = """
DELETE FROM share WHERE tenant_id = :tenant_id AND record_id = :id AND level = 'read'
    AND expires_at IS NULL AND member_id = ANY(:members::uuid[])
"""


@serve
class Appointments(Records):
    """The engine's behaviour, the clock's, and that of those who take part."""

    kind = APPOINTMENT

    _before: Row | None = None
    _changes: dict[date, Changed] = {}  # noqa: RUF012 -- never changed in place

    async def create(self, values: dict[str, Any]) -> View:
        """Agreed; whoever takes part sees it."""
        self._before, self._changes = None, {}
        await self._demand_members(values, ())
        return await super().create(values)

    async def edit(self, record_id: UUID, values: dict[str, Any], version: int | None) -> View:
        """Changed as a whole. A time that is as it was is not said."""
        before = await self.changeable(record_id)
        self._before, self._changes = before, await self._changed(record_id)
        await self._demand_members(values, before["attendees"])
        if all(_same(values[name], before[name]) for name in _SAID if name in values):
            values = {name: value for name, value in values.items() if name not in _SAID}
        return await super().edit(record_id, values, version)

    async def reschedule(
        self, record_id: UUID, day: date, start: datetime, end: datetime | None
    ) -> View:
        """One occurrence takes place at another time."""
        before = await self.recurring(record_id, day)
        if start.tzinfo is None or (end is not None and end.tzinfo is None):
            raise Invalid(fields={"starts_at": _("A time needs its offset, such as +01:00 or Z.")})
        zone = before["time_zone"]
        begins = wall_of(start, zone)
        length = before["wall_end"] - before["wall_start"]
        ends = wall_of(end, zone) if end is not None else begins + length
        if before["all_day"]:
            begins, ends = whole_days(begins, ends)
        if ends < begins:
            raise Invalid(fields={"ends_at": _("It ends before it begins.")})
        return await self._change_one("rescheduled", before, day, Changed(begins, ends))

    async def call_off(self, record_id: UUID, day: date) -> View:
        """One occurrence does not take place."""
        return await self._change_one(
            "called_off", await self.recurring(record_id, day), day, Changed()
        )

    async def replan(self, record_id: UUID, day: date) -> View:
        """One occurrence is as it was planned."""
        return await self._change_one("replanned", await self.recurring(record_id, day), day, None)

    async def recurring(self, record_id: UUID, day: date) -> Row:
        """The row, held, if one of its times was planned for that day."""
        row = await self.changeable(record_id)
        if row["repeat"] is None:
            raise Conflict(_("This appointment takes place once. Change the appointment itself."))
        if not takes_place(series_of(row), day):
            raise Invalid(fields={"day": _("It was not planned for that day.")})
        return row

    async def _change_one(self, action: str, before: Row, day: date, how: Changed | None) -> View:
        key = (self.principal.tenant_id, before["id"], day)
        if how is None:
            await self.uow.execute(_TAKE, *key)
        else:
            await self.uow.execute(_PUT, *key, how.start, how.end)
        changes = await self._changed(before["id"])
        begins_at, lasts_until = span(before, changes)
        values = {
            "begins_at": begins_at,
            "lasts_until": lasts_until,
            "remind_next_at": next_reminder(before, changes, clock.now()),
        }
        row = {**before, **values, "updated_at": clock.now()}
        changed = frozenset(name for name in values if row[name] != before[name])
        await self._update(action, row, before, changed, {})
        return await self.get(before["id"])

    async def _changed(self, record_id: UUID) -> dict[date, Changed]:
        return changes_from(await self.uow.fetchval(_CHANGES, self.uow.tenant_id, record_id))

    async def _demand_members(self, values: dict[str, Any], known: Any) -> None:
        wanted = {*(values.get("attendees") or ())} - {*known}
        if wanted:
            rows = await self.uow.fetch(_MEMBERS, self.principal.tenant_id, list(wanted))
            if wanted != {row["id"] for row in rows}:
                raise Invalid(fields={"attendees": _("There is no such member.")})

    def complete(self, row: dict[str, Any], values: dict[str, Any], /) -> None:
        settle(row, values, self.principal.time_zone, self._changes, self._before)

    def effects(self, batch: WriteBatch, change: Change) -> None:
        row, before, tenant = change.row, change.before, self.principal.tenant_id
        if "attendees" in change.changed:
            self._attend(batch, change)
        if before is not None and is_another(row, before):
            batch.add(_FORGET, tenant_id=tenant, id=change.record_id)
        moved = before is None or before["remind_next_at"] != row["remind_next_at"]
        if row["remind_next_at"] is not None and moved:
            payload = {"appointment_id": str(change.record_id)}
            enqueue_part(batch, REMIND, payload, tenant_id=tenant, at=row["remind_next_at"])

    def _attend(self, batch: WriteBatch, change: Change) -> None:
        row, key = change.row, {"tenant_id": self.principal.tenant_id, "id": change.record_id}
        gone = [m for m in (change.before or {}).get("attendees", ()) if m not in row["attendees"]]
        if gone:
            batch.add(_GONE, **key, members=row["attendees"])
            batch.add(_HIDE, **key, members=gone)
        if row["attendees"]:
            batch.add(_COME, **key, members=row["attendees"])
            others = [m for m in row["attendees"] if m != row["owner_id"]]
            me, now = self.principal.member_id, clock.now()
            batch.add(_SHOW, **key, members=others, me=me, now=now)


def _same(said: Any, known: datetime | None) -> bool:
    """To the minute, which is what forms show."""
    return (
        isinstance(said, datetime)
        and known is not None
        and said.tzinfo is not None
        and said.replace(second=0, microsecond=0) == known.replace(second=0, microsecond=0)
    )
