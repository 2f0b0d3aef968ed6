"""Whether those who take part in an appointment are taken elsewhere."""

from datetime import timedelta
from typing import Final

from crm.activities.appointment.rows import times_of
from crm.activities.appointment.timing import changes_from, series_of
from crm.activities.calendar.reading import Busy, busy, clashes
from crm.activities.recurring import occurrences
from crm.records.types import Row
from kernel import clock
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

AHEAD: Final = timedelta(days=60)
TIMES: Final = 30
SHOWN: Final = 20


async def conflicts(uow: UnitOfWork, principal: Principal, appointment: Row) -> list[Busy]:
    """For an appointment that the principal sees: what overlaps its next times."""
    row = await times_of(uow, appointment["id"])
    if row is None:
        return []
    first = min(max(clock.now(), row["starts_at"]), row["ends_at"] or row["starts_at"])
    times = occurrences(series_of(row), changes_from(row["changes"]), first, first + AHEAD)[:TIMES]
    members = list(dict.fromkeys(m for m in (row["owner_id"], *row["attendees"]) if m))
    if not times or not members:
        return []
    last = min(max(o.ends_at for o in times) + timedelta(microseconds=1), first + AHEAD)
    start = max(last - AHEAD, min(first, *(o.starts_at for o in times)))
    taken = await busy(uow, principal, members, start, last, but=row["id"])
    return clashes(times, taken)[:SHOWN]
