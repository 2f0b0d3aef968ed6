"""How a segment grew: who came in and who left, as the nights found it."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from crm.customers.segment.service import Segment, condition_sql
from crm.records.scope import visible
from kernel import clock
from kernel.i18n import zone
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

DAYS: Final = 30

_MOVES = """
SELECT x.segment_id, x.day, sum(x.many)::bigint AS many FROM (
    SELECT m.segment_id, (greatest(m.entered_at, $3) AT TIME ZONE $4)::date AS day, 1 AS many
    FROM segment_membership m JOIN record r ON r.tenant_id = $1 AND r.id = m.record_id
    WHERE m.tenant_id = $1 AND m.segment_id = ANY($2) AND r.deleted_at IS NULL AND {scope}
        AND (m.left_at IS NULL OR m.left_at > $3)
    UNION ALL
    SELECT m.segment_id, (m.left_at AT TIME ZONE $4)::date, -1
    FROM segment_membership m JOIN record r ON r.tenant_id = $1 AND r.id = m.record_id
    WHERE m.tenant_id = $1 AND m.segment_id = ANY($2) AND r.deleted_at IS NULL AND {scope}
        AND m.left_at > $3
) x GROUP BY x.segment_id, x.day
"""
_LEFT = """
UPDATE segment_membership m SET left_at = $3
WHERE m.tenant_id = $1 AND m.segment_id = $2 AND m.left_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM {table} a WHERE {where} AND a.id = m.record_id)
"""
_ENTERED = """
INSERT INTO segment_membership (tenant_id, segment_id, record_id, entered_at)
SELECT $1, $2, a.id, $3 FROM {table} a WHERE {where}
ON CONFLICT (tenant_id, segment_id, record_id) WHERE left_at IS NULL DO NOTHING
"""


class Size(msgspec.Struct, frozen=True):
    """How many were in it at the end of a day."""

    day: date
    count: int


async def growth(
    uow: UnitOfWork, principal: Principal, of: list[Segment], days: int = DAYS
) -> dict[UUID, list[Size]]:
    """Per segment its size of each day, of the records that this reader sees."""
    here = clock.now().astimezone(zone(principal.time_zone))
    since = here.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    moves: dict[tuple[UUID, date], int] = {}
    for name in {one.type for one in of}:
        mine = [one for one in of if one.type == name]
        args = Args(principal.tenant_id, [o.id for o in mine], since, principal.time_zone)
        scope = visible(principal, args, "r", of=mine[0].kind)
        for row in await uow.fetch(_MOVES.format(scope=scope), *args.values):
            moves[row["segment_id"], row["day"]] = row["many"]
    return {one.id: _sizes(moves, one.id, since.date(), days) for one in of}


def _sizes(moves: dict[tuple[UUID, date], int], key: UUID, since: date, days: int) -> list[Size]:
    count, sizes = 0, []
    for step in range(days):
        day = since + timedelta(days=step)
        count += moves.get((key, day), 0)
        sizes.append(Size(day, count))
    return sizes


async def snapshot(uow: UnitOfWork, everybody: Principal, one: Segment) -> datetime:
    """Note who left and who came; asked with the sight of somebody who sees all."""
    now = clock.now()
    for statement in (_LEFT, _ENTERED):
        args = Args(everybody.tenant_id, one.id, now)
        where = condition_sql(one, everybody, args)
        await uow.execute(statement.format(table=one.kind.table, where=where), *args.values)
    return now
