"""When a customer was last spoken to and will be next: kept in the write, derivable again."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from uuid import UUID

from crm.records.types import record_types
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork


@cache
def followed_tables() -> tuple[str, ...]:
    """Tables of the types that are followed."""
    return tuple(kind.table for kind in record_types() if kind.followed)


@cache
def _touching() -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind.table, f", {kind.touched}" if kind.touched else "")
        for kind in record_types()
        if kind.followed
    )


def touched(batch: WriteBatch, tenant_id: UUID, ids: Iterable[UUID], at: datetime) -> None:
    """An activity was added: the last one, unless a later one is known."""
    for table, more in _touching():
        batch.add(
            f"UPDATE {table} SET last_activity_at = greatest(last_activity_at, :at){more} "
            "WHERE tenant_id = :tenant_id AND id = ANY(:ids::uuid[])",
            tenant_id=tenant_id,
            ids=list(ids),
            at=at,
        )


def promised(batch: WriteBatch, tenant_id: UUID, ids: Iterable[UUID], at: datetime) -> None:
    """A task was added: the next one, unless an earlier one is open."""
    for table in followed_tables():
        batch.add(
            f"UPDATE {table} SET next_action_at = least(next_action_at, :at) "
            "WHERE tenant_id = :tenant_id AND id = ANY(:ids::uuid[])",
            tenant_id=tenant_id,
            ids=list(ids),
            at=at,
        )


async def derive(uow: UnitOfWork, tenant_id: UUID, ids: Iterable[UUID]) -> None:
    """Both moments from the activities and open tasks themselves."""
    wanted = sorted(set(ids))
    for table in followed_tables():
        if wanted:
            await uow.execute(_derived(table), tenant_id, wanted)


def _derived(table: str) -> str:
    return f"""
    UPDATE {table} f SET
        last_activity_at = (
            SELECT max(a.happened_at) FROM link l
            JOIN activity a ON a.tenant_id = $1 AND a.id = l.from_id AND a.deleted_at IS NULL
            WHERE l.tenant_id = $1 AND l.to_id = f.id AND l.kind = 'links'),
        next_action_at = (
            SELECT min(t.due_at) FROM link l
            JOIN task t ON t.tenant_id = $1 AND t.id = l.from_id AND t.deleted_at IS NULL
                AND t.status = 'open'
            WHERE l.tenant_id = $1 AND l.to_id = f.id AND l.kind = 'links')
    WHERE f.tenant_id = $1 AND f.id = ANY($2)
    """
