"""Which customers are visited on a day, and in what order that is the shortest way."""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import msgspec

from crm.activities.calendar.reading import entries
from crm.activities.places import Place, length, visit_order
from crm.activities.task.service import Tasks
from crm.customers.company.model import COMPANY
from crm.records.listing import Page
from crm.records.scope import visible
from kernel.filters import Group, Test
from kernel.i18n import zone
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

MOST: Final = 40


class Stop(msgspec.Struct, frozen=True):
    """A customer to visit, and what for."""

    company_id: UUID
    name: str
    address: str
    record_type: str
    record_id: UUID
    title: str
    at: datetime | None
    place: Place


class Route(msgspec.Struct, frozen=True):
    """The stops in order, and the way between them as the crow flies."""

    stops: list[Stop]
    metres: int


async def route(uow: UnitOfWork, principal: Principal, day: date) -> Route:
    """From the first appointment on; what has no place on the globe is not in it."""
    here = zone(principal.time_zone)
    first = datetime.combine(day, time(), here)
    after = datetime.combine(day + timedelta(days=1), time(), here)
    causes: dict[UUID, tuple[str, str, datetime | None]] = {
        entry.appointment_id: ("appointment", entry.title, entry.starts_at)
        for entry in await entries(uow, principal, first, after, whose=principal.member_id)
    }
    causes |= await _tasks(uow, principal, first, after)
    stops = await _stops(uow, principal, causes)
    places = [stop.place for stop in stops]
    order = visit_order(places)
    return Route([stops[i] for i in order], length(places, order))


async def _tasks(
    uow: UnitOfWork, principal: Principal, first: datetime, after: datetime
) -> dict[UUID, tuple[str, str, datetime | None]]:
    if not principal.may("task:see"):
        return {}
    where = Group(
        "and",
        (
            Test("status", "eq", "open"),
            Test("owner_id", "eq", "me"),
            Test("due_at", "gte", first.isoformat()),
            Test("due_at", "lt", after.isoformat()),
        ),
    )
    found = await Tasks(uow, principal).listed(Page(where=where, sort="due_at", limit=MOST))
    return {task["id"]: ("task", task["title"], task["due_at"]) for task in found.items}


async def _stops(
    uow: UnitOfWork, principal: Principal, causes: dict[UUID, tuple[str, str, datetime | None]]
) -> list[Stop]:
    """Each customer once, the first appointment first."""
    hidden = {"latitude", "longitude"} & {*principal.veils.get(COMPANY.name, ())}
    if not causes or hidden or not principal.may("company:see"):
        return []
    args = Args(principal.tenant_id, list(causes))
    rows = await uow.fetch(
        f"SELECT l.from_id, c.id, c.name, c.address, c.city, c.latitude, c.longitude FROM link l "
        f"JOIN company c ON c.tenant_id = $1 AND c.id = l.to_id AND c.deleted_at IS NULL "
        f"WHERE l.tenant_id = $1 AND l.from_id = ANY($2) AND l.kind = 'links' "
        f"AND c.latitude IS NOT NULL AND c.longitude IS NOT NULL "
        f"AND {visible(principal, args, 'c', of=COMPANY)} "
        f"ORDER BY l.tenant_id, l.from_id, l.position LIMIT 200",
        *args.values,
    )
    rank = {cause: n for n, cause in enumerate(causes)}
    veiled = principal.veils.get(COMPANY.name, ())
    found: dict[UUID, Stop] = {}
    for row in sorted(rows, key=lambda r: rank[r["from_id"]]):
        kind, title, at = causes[row["from_id"]]
        parts = [row[n] for n in ("address", "city") if n not in veiled and row[n]]
        place = Place(row["latitude"], row["longitude"])
        stop = Stop(
            row["id"], row["name"], ", ".join(parts), kind, row["from_id"], title, at, place
        )
        found.setdefault(row["id"], stop)
    return list(found.values())[:MOST]
