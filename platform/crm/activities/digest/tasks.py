"""At half past eight by each member's clock: what is due, and what was left."""

from datetime import date, time
from typing import Any, Final
from uuid import UUID

from crm.activities.calendar.reading import Entry, entries
from crm.records.periods import bounds
from kernel import clock, jobs
from kernel.formats import format_time
from kernel.i18n import _, lazy, ngettext, use, zone
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.notifications.kinds import declare
from tenants.notifications.service import notify
from tenants.workspace.everywhere import everywhere

DIGEST: Final = "digest"
FROM, TO = time(8, 30), time(12)
SHOWN: Final = 5

declare(DIGEST, lazy("In the morning: what the day brings"), "chat")

_READERS = """
SELECT m.id, p.time_zone, m.digest_on FROM membership m
JOIN person p ON p.id = m.person_id AND p.closed_at IS NULL
WHERE m.tenant_id = $1 AND m.status = 'active' ORDER BY m.tenant_id, m.id
"""
# Whoever writes the day tells it, whatever else looks at the same time.
_TODAY = """
UPDATE membership m SET digest_on = $3 WHERE m.tenant_id = $1 AND m.id = $2
    AND m.status = 'active' AND (m.digest_on IS NULL OR m.digest_on < $3) RETURNING m.id
"""
_DUE = """
SELECT t.title, t.due_at FROM task t WHERE t.tenant_id = $1 AND t.owner_id = $2
    AND t.status = 'open' AND t.deleted_at IS NULL AND t.due_at < $3
ORDER BY t.tenant_id, t.due_at, t.id LIMIT 200
"""


@jobs.job("digest.sweep", cron="*/30 * * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Every half hour, for it is morning somewhere: one job for each workspace."""
    await everywhere(uow, "digest.tell")


@jobs.job("digest.tell")
async def tell(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Whose morning it is; a worker that comes late still finds them before noon."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    now = clock.now()
    for row in await uow.fetch(_READERS, tenant):
        here = now.astimezone(zone(row["time_zone"]))
        today: date = here.date()
        if not FROM <= here.time() < TO or row["digest_on"] == today:
            continue
        if await uow.fetchval(_TODAY, tenant, row["id"], today):
            reader = await member(uow, tenant, row["id"], via="system")
            if reader is not None and reader.may("task:see"):
                await _tell(uow, reader)


async def _tell(uow: UnitOfWork, reader: Principal) -> None:
    """Nothing where the day is free."""
    morning, midnight = bounds("today", reader.time_zone)
    due = await uow.fetch(_DUE, reader.tenant_id, reader.member_id, midnight)
    meets = reader.may("appointment:see")
    met = await entries(uow, reader, clock.now(), midnight, whose=reader.member_id) if meets else []
    if not due and not met:
        return
    late = sum(row["due_at"] < morning for row in due)
    with use(reader.language, reader.time_zone):
        title = ngettext("%(num)s task today", "%(num)s tasks today", len(due) - late)
        if late:
            title += ", " + ngettext("%(num)s overdue", "%(num)s overdue", late)
        lines = [f"{_when(one)} {one.title}" for one in met]
        lines = [*lines[:SHOWN], *(row["title"] for row in due[:SHOWN])]
        if len(due) > SHOWN:
            lines.append(_("and more. The task list has all of them."))
        body = "\n".join(lines)
        await notify(uow, member_id=reader.member_id, kind=DIGEST, title=title, body=body)


def _when(one: Entry) -> str:
    return _("all day") if one.all_day else format_time(one.starts_at)
