"""What a member owned goes to others, some at a time, each by its own rules."""

from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from crm.customers.ownership.records import Handed
from crm.customers.pool.standing import Standing
from crm.customers.pool.taking import put_in
from crm.records.keeper import whole
from crm.records.service import Records, service_of
from crm.records.types import RecordType, record_types
from kernel.errors import Refused
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

AT_ONCE: Final = 200


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Whose records go to whom; `place` takes the companies, if there is one."""

    member_id: UUID
    owner_id: UUID
    place: Standing | None
    reason: str


class Mark(msgspec.Struct, kw_only=True):
    """How far it went: the type and the last record of it."""

    type: str = ""
    after: UUID | None = None
    left_alone: int = 0


def moved_types() -> list[RecordType]:
    """Tasks first, for what goes into a pool takes its owner's tasks along; visits stay his."""
    found = [kind for kind in record_types() if kind.seen_by == "owner"]
    return sorted(found, key=lambda kind: kind.name != "task")


async def counts(uow: UnitOfWork, member_id: UUID) -> dict[str, int]:
    """How many records of each type would move."""
    columns = ", ".join(f"({_count(kind)}) AS {kind.name}" for kind in moved_types())
    row = await uow.fetchrow(f"SELECT {columns}", uow.tenant_id, member_id)
    return dict(row) if row is not None else {}


async def move_some(uow: UnitOfWork, acting: Principal, plan: Plan, mark: Mark) -> bool:
    """The next records after the mark, which moves on; whether there may be more."""
    left = AT_ONCE
    kinds = moved_types()
    names = [kind.name for kind in kinds]
    for kind in kinds[names.index(mark.type) if mark.type in names else 0 :]:
        if kind.name != mark.type:
            mark.type, mark.after = kind.name, None
        records = service_of(kind.name, uow, whole(acting))
        rows = await uow.fetch(_ids(kind), uow.tenant_id, plan.member_id, mark.after, left)
        for row in rows:
            mark.left_alone += not await _move(records, plan, row["id"])
            mark.after = row["id"]
        left -= len(rows)
        if left <= 0:
            return True
    return False


async def _move(records: Records, plan: Plan, record_id: UUID) -> bool:
    try:
        async with records.uow.savepoint():
            await _give(records, plan, record_id)
    except (Refused, asyncpg.IntegrityConstraintViolationError):
        return False
    return True


async def _give(records: Records, plan: Plan, record_id: UUID) -> None:
    if not isinstance(records, Handed):
        await records.edit(record_id, {"owner_id": plan.owner_id}, None)
        return
    records.capped = False
    row: Any = await records.changeable(record_id)
    if plan.place is not None and plan.place.record_type == records.kind.name:
        await put_in(records, plan.place, row, "offboard", plan.reason)
    else:
        await records.hand_over(row, plan.owner_id, "offboarded", plan.reason)


def _where(kind: RecordType) -> str:
    still_open = " AND o.status = 'open'" if kind.name == "task" else ""
    return f"o.tenant_id = $1 AND o.owner_id = $2 AND o.deleted_at IS NULL{still_open}"


def _count(kind: RecordType) -> str:
    return f"SELECT count(*) FROM {kind.table} o WHERE {_where(kind)}"


def _ids(kind: RecordType) -> str:
    return (
        f"SELECT o.id FROM {kind.table} o WHERE {_where(kind)} "
        "AND ($3::uuid IS NULL OR o.id > $3) ORDER BY o.tenant_id, o.id LIMIT $4"
    )
