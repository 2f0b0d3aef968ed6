"""Looking at what a pool hides before one claims: so many records a day, each look on record."""

from typing import Any, Final
from uuid import UUID

from crm.customers.ownership.room import hold_member
from crm.customers.parameters.service import parameters
from crm.customers.pool.lying import APART
from crm.customers.pool.model import NotNow
from crm.customers.pool.standing import Standing, standing
from crm.customers.pool.taking import held_entry, records_of
from crm.records.periods import bounds
from crm.records.reading import view
from kernel import clock
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

LOOKED: Final = "looked"

# One record counts once a day, however often it is looked at.
_TODAY = """
SELECT count(DISTINCT k.record_id) AS looks, coalesce(bool_or(k.record_id = $4), false) AS again
FROM pool_look k WHERE k.tenant_id = $1 AND k.member_id = $2 AND k.pool_id = $3 AND k.at >= $5
"""
_LOOK = """
INSERT INTO pool_look (tenant_id, id, pool_id, record_id, member_id, at)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def look(uow: UnitOfWork, me: Principal, pool_id: UUID, record_id: UUID) -> dict[str, Any]:
    """A record that lies there with what the pool hides of it; what the role hides stays hidden."""
    place = await standing(uow, me, pool_id)
    place.demand(me, "see")
    row, _entry = await held_entry(records_of(uow, me, place), place, record_id)
    if not place.admin:
        await _count(uow, me, place, record_id)
    await note(uow, me, place.record_type, record_id, LOOKED)
    shown = view(me, place.kind, row)
    return {name: value for name, value in shown.items() if name not in APART}


async def _count(uow: UnitOfWork, me: Principal, place: Standing, record_id: UUID) -> None:
    """Whoever looks holds their own row until the commit: the last look of a day is one."""
    await hold_member(uow, me.member_id)
    start, _end = bounds("today", (await parameters(uow)).time_zone)
    about = (me.tenant_id, me.member_id, place.id, record_id)
    [today] = await uow.fetch(_TODAY, *about, start)
    if today["again"]:
        return
    if today["looks"] >= place.daily_views:
        raise NotNow(
            _("You looked at %(most)s records here today, which is the most for a day."),
            most=place.daily_views,
        )
    await uow.execute(_LOOK, me.tenant_id, uuid7(), place.id, record_id, me.member_id, clock.now())
