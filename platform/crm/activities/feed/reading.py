"""What goes into a member's feed: what they take part in and see, and their open tasks."""

from datetime import timedelta
from typing import Any, Final

from crm.activities.appointment.model import APPOINTMENT
from crm.activities.calendar.reading import rows_of
from crm.activities.feed.ics import calendar
from kernel import clock
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

BACK: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=3650)

_TASKS = """
SELECT t.id, t.title, t.due_at FROM task t
WHERE t.tenant_id = $1 AND t.owner_id = $2 AND t.status = 'open' AND t.deleted_at IS NULL
    AND t.due_at >= $3
ORDER BY t.tenant_id, t.due_at, t.id LIMIT 500
"""


async def feed_of(uow: UnitOfWork, principal: Principal, url: str) -> bytes:
    """The feed as it is now."""
    now, me = clock.now(), principal.member_id
    found: list[Any] = await rows_of(uow, principal, now - BACK, now + AHEAD, [me], seen_only=True)
    if "place" in principal.veils.get(APPOINTMENT.name, ()):
        found = [{**row, "place": None} for row in found]
    tasks: list[Any] = []
    if principal.may("task:see"):
        tasks = await uow.fetch(_TASKS, principal.tenant_id, me, now - BACK)
    with use(principal.language, principal.time_zone):
        name = _("%(workspace)s: my calendar", workspace=principal.workspace)
    return calendar(name, found, tasks, f"{url}/{principal.slug}", now)
