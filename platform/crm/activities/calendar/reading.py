"""What stands in calendars: appointments as one member sees them, and who is busy when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.appointment.model import APPOINTMENT
from crm.activities.appointment.timing import changes_from, series_of
from crm.activities.recurring import Occurrence, occurrences, wall_of
from crm.records.scope import visible
from kernel.errors import Invalid, NotFound
from kernel.formats import local
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

MOST: Final = 1000
LONGEST: Final = timedelta(days=100)

_ACTIVE = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active'
"""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One time that an appointment takes place. `day` is the planned one, and names it."""

    appointment_id: UUID
    day: date
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    time_zone: str
    place: str | None
    owner_id: UUID | None
    attendees: list[UUID]
    repeats: bool
    moved: bool

    @property
    def wall(self) -> str:
        """When it begins by the reader's clock, as a form has it."""
        day = wall_of(self.starts_at, self.time_zone) if self.all_day else local(self.starts_at)
        return day.strftime("%Y-%m-%dT%H:%M")

    @property
    def first_day(self) -> date:
        """The day of its own zone on which it begins."""
        return wall_of(self.starts_at, self.time_zone).date()

    @property
    def last_day(self) -> date:
        """The day of its own zone that it still touches."""
        end = max(self.starts_at, self.ends_at - timedelta(microseconds=1))
        return wall_of(end, self.time_zone).date()


class Busy(msgspec.Struct, frozen=True, kw_only=True):
    """When a colleague is taken; by what, only for those who see that."""

    member_id: UUID
    starts_at: datetime
    ends_at: datetime
    appointment_id: UUID | None = None
    title: str | None = None


async def entries(
    uow: UnitOfWork,
    principal: Principal,
    first: datetime,
    after: datetime,
    *,
    whose: UUID | None = None,
) -> list[Entry]:
    """What the principal sees of that time; `whose` narrows it to what one member takes part in."""
    _demand_sound(first, after)
    rows = await rows_of(uow, principal, first, after, [whose] if whose else None, seen_only=True)
    hidden = "place" in principal.veils.get(APPOINTMENT.name, ())
    found = [_entry(row, o, hidden=hidden) for row in rows for o in _times(row, first, after)]
    return sorted(found, key=lambda e: (e.starts_at, e.title))[:MOST]


async def busy(
    uow: UnitOfWork,
    principal: Principal,
    members: Sequence[UUID],
    first: datetime,
    after: datetime,
    *,
    but: UUID | None = None,
) -> list[Busy]:
    """When these members are taken, whatever the principal sees; `but` leaves one out."""
    _demand_sound(first, after)
    rows = await rows_of(uow, principal, first, after, members, seen_only=False)
    found = [
        Busy(
            member_id=member,
            starts_at=o.starts_at,
            ends_at=o.ends_at,
            appointment_id=row["id"] if row["seen"] else None,
            title=row["title"] if row["seen"] else None,
        )
        for row in rows
        if row["id"] != but
        for o in _times(row, first, after)
        for member in members
        if member == row["owner_id"] or member in row["attendees"]
    ]
    return sorted(found, key=lambda b: (b.starts_at, b.ends_at, str(b.member_id)))[:MOST]


async def demand_member(uow: UnitOfWork, principal: Principal, member_id: UUID) -> None:
    """`NotFound` for whoever is no active member of the workspace."""
    if await uow.fetchval(_ACTIVE, principal.tenant_id, member_id) is None:
        raise NotFound


def clashes(times: Iterable[Occurrence], taken: Iterable[Busy]) -> list[Busy]:
    """Of what they are taken by, what overlaps one of these times."""
    wanted = list(times)
    return [
        b for b in taken if any(o.starts_at < b.ends_at and b.starts_at < o.ends_at for o in wanted)
    ]


async def rows_of(
    uow: UnitOfWork,
    principal: Principal,
    first: datetime,
    after: datetime,
    members: Sequence[UUID] | None,
    *,
    seen_only: bool,
) -> list[Any]:
    """Appointments that may take place then; `seen` says which of them the principal sees."""
    args = Args(principal.tenant_id, first, after)
    seen = visible(principal, args, "a", of=APPOINTMENT)
    conditions = ["(a.lasts_until IS NULL OR a.lasts_until >= $2)"]
    if seen_only:
        conditions.append(seen)
    if members is not None:
        who = args(list(members))
        conditions.append(
            f"(a.owner_id = ANY({who}::uuid[]) OR EXISTS (SELECT 1 FROM attendance t "
            f"WHERE t.tenant_id = $1 AND t.appointment_id = a.id "
            f"AND t.member_id = ANY({who}::uuid[])))"
        )
    return await uow.fetch(
        f"SELECT a.id, a.title, a.place, a.starts_at, a.ends_at, a.all_day, a.time_zone, "
        f"a.wall_start, a.wall_end, a.repeat, a.repeat_every, a.repeat_on, a.repeat_until, "
        f"a.owner_id, a.attendees, a.remind_minutes, {seen} AS seen, "
        f"(SELECT jsonb_agg(jsonb_build_array(x.day, x.wall_start, x.wall_end)) "
        f"FROM appointment_change x WHERE x.tenant_id = $1 AND x.appointment_id = a.id) AS changes "
        f"FROM appointment a WHERE a.tenant_id = $1 AND a.deleted_at IS NULL "
        f"AND a.begins_at < $3 AND {' AND '.join(conditions)} "
        f"ORDER BY a.tenant_id, a.begins_at, a.id LIMIT {MOST}",
        *args.values,
    )


def _times(row: Any, first: datetime, after: datetime) -> list[Occurrence]:
    return occurrences(series_of(row), changes_from(row["changes"]), first, after)


def _entry(row: Any, occurrence: Occurrence, *, hidden: bool) -> Entry:
    return Entry(
        appointment_id=row["id"],
        day=occurrence.day,
        title=row["title"],
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        all_day=row["all_day"],
        time_zone=row["time_zone"],
        place=None if hidden else row["place"],
        owner_id=row["owner_id"],
        attendees=list(row["attendees"]),
        repeats=row["repeat"] is not None,
        moved=occurrence.moved,
    )


def _demand_sound(first: datetime, after: datetime) -> None:
    if first.tzinfo is None or after.tzinfo is None:
        raise Invalid(_("A time needs its offset, such as +01:00 or Z."))
    if not first < after <= first + LONGEST:
        raise Invalid(_("Ask for 100 days at most, the earlier moment first."))
