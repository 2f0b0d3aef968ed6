"""Forgotten customers, by how long nobody has spoken to them; each sees those that they see."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from crm.records.listing import Listed, Page
from crm.records.scope import visible
from crm.records.service import service_of
from crm.records.types import RecordType, record_types
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.filters import Group, Node, Test
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# From so many days on, until the next; the last has no end.
BUCKETS: Final = (7, 15, 30, 90)


class Bucket(msgspec.Struct, frozen=True):
    """How many were not spoken to for `days` or more, and less than the next bucket's."""

    days: int
    count: int


def forgettable() -> list[RecordType]:
    """The types that are followed."""
    return [kind for kind in record_types() if kind.followed]


def forgettable_type(name: str, principal: Principal) -> RecordType:
    """One of them by its name, for whoever may see it."""
    found = next((kind for kind in forgettable() if kind.name == name), None)
    if found is None or not principal.may(f"{name}:see"):
        raise NotFound
    return found


async def buckets(
    uow: UnitOfWork, principal: Principal, kind: RecordType, owner_id: UUID | None = None
) -> list[Bucket]:
    """How many there are in each bucket, in one statement; what nobody owns waits in a pool."""
    now, args = clock.now(), Args(principal.tenant_id)
    columns = []
    for days in BUCKETS:
        since, before = _bounds(days, now)
        later = f" AND f.since >= {args(since)}" if since else ""
        columns.append(f"count(*) FILTER (WHERE f.since <= {args(before)}{later}) AS d{days}")
    mine = f"AND a.owner_id = {args(owner_id)} " if owner_id else ""
    row = await uow.fetchrow(
        f"SELECT {', '.join(columns)} FROM (SELECT coalesce(a.last_activity_at, a.created_at) "
        f"AS since FROM {kind.table} a WHERE a.tenant_id = $1 AND a.deleted_at IS NULL "
        f"AND a.owner_id IS NOT NULL {mine}AND {visible(principal, args, 'a', of=kind)}) f",
        *args.values,
    )
    return [Bucket(days, row[f"d{days}"] if row else 0) for days in BUCKETS]


async def forgotten(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    days: int,
    *,
    owner_id: UUID | None = None,
    after: str = "",
    limit: int = 50,
) -> Listed:
    """Those of one bucket, as their own list shows them; the longest forgotten first."""
    if days not in BUCKETS:
        raise Invalid(fields={"days": _("Choose one of 7, 15, 30 and 90 days.")})
    since, before = _bounds(days, clock.now())

    def within(field: str) -> list[Node]:
        tests: list[Node] = [Test(field, "lte", before.isoformat())]
        return [*tests, Test(field, "gte", since.isoformat())] if since else tests

    never = Group("and", (Test("last_activity_at", "is_empty"), *within("created_at")))
    long_ago = Group("and", tuple(within("last_activity_at")))
    whose: Node = (
        Test("owner_id", "eq", str(owner_id)) if owner_id else Test("owner_id", "is_not_empty")
    )
    where = Group("and", (Group("or", (long_ago, never)), whose))
    page = Page(where=where, sort="last_activity_at", limit=limit, after=after)
    return await service_of(kind.name, uow, principal).listed(page)


def _bounds(days: int, now: datetime) -> tuple[datetime | None, datetime]:
    """From when (none for the last bucket) until when they were last spoken to."""
    place = BUCKETS.index(days)
    before = now - timedelta(days=days)
    if place + 1 == len(BUCKETS):
        return None, before
    # A microsecond more than the next bucket's latest, so that nobody is in two.
    return now - timedelta(days=BUCKETS[place + 1]) + timedelta(microseconds=1), before
