"""An appointment's own times, for those who have been shown it."""

from typing import Any
from uuid import UUID

from kernel.transaction import UnitOfWork

_ROW = """
SELECT a.id, a.owner_id, a.attendees, a.starts_at, a.ends_at, a.all_day, a.time_zone,
    a.wall_start, a.wall_end, a.repeat, a.repeat_every, a.repeat_on, a.repeat_until,
    (SELECT jsonb_agg(jsonb_build_array(x.day, x.wall_start, x.wall_end) ORDER BY x.day)
     FROM appointment_change x WHERE x.tenant_id = $1 AND x.appointment_id = a.id) AS changes
FROM appointment a WHERE a.tenant_id = $1 AND a.id = $2
"""


async def times_of(uow: UnitOfWork, appointment_id: UUID) -> Any:
    """Its walls, its rule and its changed occurrences."""
    return await uow.fetchrow(_ROW, uow.tenant_id, appointment_id)
