"""Reminders of appointments: each of its times once, and late ones not in a heap."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from crm.activities.appointment.service import REMIND
from crm.activities.appointment.timing import changes_from, next_reminder, series_of
from crm.activities.recurring import Occurrence, occurrences
from kernel import clock, jobs
from kernel.formats import format_weekday
from kernel.i18n import use
from kernel.transaction import UnitOfWork
from tenants.notifications.service import notify

# A queue whose clock runs ahead of ours must not lose the reminder.
SOON: Final = timedelta(minutes=5)

_HELD = """
SELECT a.id, a.title, a.place, a.owner_id, a.attendees, a.starts_at, a.ends_at, a.all_day,
    a.time_zone, a.wall_start, a.wall_end, a.repeat, a.repeat_every, a.repeat_on, a.repeat_until,
    a.remind_minutes, a.remind_next_at,
    (SELECT jsonb_agg(jsonb_build_array(x.day, x.wall_start, x.wall_end))
     FROM appointment_change x WHERE x.tenant_id = $1 AND x.appointment_id = a.id) AS changes
FROM appointment a
WHERE a.tenant_id = $1 AND a.id = $2 AND a.deleted_at IS NULL AND a.remind_next_at <= $3
FOR UPDATE OF a
"""
_NEXT = "UPDATE appointment SET remind_next_at = $3 WHERE tenant_id = $1 AND id = $2"
_READERS = """
SELECT m.id, p.language, p.time_zone FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.id = ANY($2) ORDER BY m.tenant_id, m.id
"""


@jobs.job(REMIND)
async def remind(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Tell those who take part, unless it was moved, called off or told meanwhile."""
    appointment_id, now = UUID(payload["appointment_id"]), clock.now()
    row = await uow.fetchrow(_HELD, uow.tenant_id, appointment_id, now + SOON)
    if row is None:
        return
    if row["remind_next_at"] > now:
        await jobs.enqueue(uow, REMIND, payload, at=row["remind_next_at"])
        return
    changes = changes_from(row["changes"])
    ahead = timedelta(minutes=row["remind_minutes"] or 0)
    told = row["remind_next_at"] + ahead
    due = occurrences(series_of(row), changes, told, now + ahead + SOON)
    due = [o for o in due if told <= o.starts_at <= now + ahead]
    upcoming = next_reminder(row, changes, now)
    await uow.execute(_NEXT, uow.tenant_id, appointment_id, upcoming)
    if upcoming is not None:
        await jobs.enqueue(uow, REMIND, payload, at=upcoming)
    # After a long silence one reminder, of the last time, not one of each.
    if due and due[-1].ends_at > now:
        await _tell(uow, row, due[-1])


async def _tell(uow: UnitOfWork, row: Any, occurrence: Occurrence) -> None:
    members = [m for m in (row["owner_id"], *row["attendees"]) if m is not None]
    for reader in await uow.fetch(_READERS, uow.tenant_id, members):
        with use(reader["language"], reader["time_zone"]):
            body = _when(occurrence.starts_at, row["place"])
        await notify(
            uow,
            member_id=reader["id"],
            kind="reminder",
            title=row["title"],
            body=body,
            record_type="appointment",
            record_id=row["id"],
        )


def _when(moment: datetime, place: str | None) -> str:
    return ", ".join(part for part in (format_weekday(moment), place) if part)
