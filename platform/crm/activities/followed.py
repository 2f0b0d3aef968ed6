"""When a customer was last spoken to and will be next: kept in the write, derivable again."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from uuid import UUID

from crm.records.ports import on_relinked
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
            f"UPDATE {table} f SET last_activity_at = greatest(f.last_activity_at, :at){more} "
            f"FROM ({_held(table, ':tenant_id', ':ids')}) h "
            "WHERE f.tenant_id = :tenant_id AND f.id = h.id",
            tenant_id=tenant_id,
            ids=list(ids),
            at=at,
        )


def promised(batch: WriteBatch, tenant_id: UUID, ids: Iterable[UUID], at: datetime) -> None:
    """A task was added: the next one, unless an earlier one is open."""
    for table in followed_tables():
        batch.add(
            f"UPDATE {table} f SET next_action_at = least(f.next_action_at, :at) "
            f"FROM ({_held(table, ':tenant_id', ':ids')}) h "
            "WHERE f.tenant_id = :tenant_id AND f.id = h.id",
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


on_relinked(derive)


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
    FROM ({_held(table, "$1", "$2")}) h
    WHERE f.tenant_id = $1 AND f.id = h.id
    """


def _held(table: str, tenant_id: str, ids: str) -> str:
    """The rows, locked in the order of ids: two visits to the same customers wait in line."""
    return (
        f"SELECT o.id FROM {table} o "
        f"WHERE o.tenant_id = {tenant_id} AND o.id = ANY({ids}::uuid[]) "
        "ORDER BY o.tenant_id, o.id FOR NO KEY UPDATE"
    )
