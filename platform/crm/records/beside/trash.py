"""The recycle bin: what was deleted, until it is restored or its days are over."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from crm.records.beside.store import Store, settings
from crm.records.cursor import read_cursor, write_cursor
from crm.records.scope import ANY, visible
from crm.records.types import record_types
from kernel import clock, jobs
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

BATCH = 500
GRACE = timedelta(days=1)

_PURGE = """
DELETE FROM record WHERE tenant_id = $1 AND id IN (
    SELECT r.id FROM record r WHERE r.tenant_id = $1 AND r.deleted_at < $2
        AND r.merged_into IS NULL
    ORDER BY r.tenant_id, r.deleted_at, r.id LIMIT $3)
"""
# What was merged into something goes when that has gone.
_PURGE_MERGED = """
DELETE FROM record WHERE tenant_id = $1 AND merged_into IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM record k WHERE k.tenant_id = $1 AND k.id = record.merged_into)
"""
_PURGE_FILES = "DELETE FROM attachment WHERE tenant_id = $1 AND deleted_at < $2"
# Statements for the files (`$2`) of a workspace that something still needs.
KNOWN = ["SELECT f.id FROM attachment f WHERE f.tenant_id = $1 AND f.id = ANY($2)"]


class Binned(msgspec.Struct, frozen=True):
    """A deleted record; after `purged_at` it is gone for good."""

    type: str
    id: UUID
    title: str
    deleted_at: datetime
    deleted_by: str
    purged_at: datetime


class Bin(msgspec.Struct, frozen=True):
    """A page of the recycle bin, newest first."""

    items: list[Binned]
    next: str | None


async def recycle_bin(
    uow: UnitOfWork, principal: Principal, *, days: int, limit: int = 50, after: str = ""
) -> Bin:
    """The deleted records that the principal could see and restore."""
    types = [kind.name for kind in record_types() if principal.may(f"{kind.name}:delete")]
    args = Args(principal.tenant_id, types)
    scope = visible(principal, args, "r", of=ANY, action="delete")
    beyond = ""
    if after:
        at, last = read_cursor(after)
        beyond = f"AND (r.deleted_at, r.id) < ({args(at)}, {args(last)})"
    rows = await uow.fetch(
        f"""
        SELECT r.type, r.id, r.title, r.deleted_at,
            coalesce((SELECT e.actor_name FROM event e WHERE e.tenant_id = $1
                AND e.record_id = r.id AND e.action = 'deleted'
                ORDER BY e.tenant_id, e.at DESC, e.id DESC LIMIT 1), '') AS deleted_by
        FROM record r WHERE r.tenant_id = $1 AND r.deleted_at IS NOT NULL
            AND r.merged_into IS NULL AND r.type = ANY($2) AND {scope} {beyond}
        ORDER BY r.tenant_id, r.deleted_at DESC, r.id DESC LIMIT {limit + 1}
        """,
        *args.values,
    )
    items = [
        Binned(**row, purged_at=row["deleted_at"] + timedelta(days=days)) for row in rows[:limit]
    ]
    more = len(rows) > limit
    return Bin(items, write_cursor(items[-1].deleted_at, items[-1].id) if more else None)


@jobs.job("trash.sweep", cron="17 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Daily: one job for each workspace."""
    await everywhere(uow, "trash.purge", closed_too=True)


@jobs.job("trash.purge")
async def purge(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """What has lain in the bin long enough is gone, with all that hung on it."""
    now, days = clock.now(), timedelta(days=settings().trash_days)
    gone = await uow.execute(_PURGE, uow.tenant_id, now - days, BATCH)
    await uow.execute(_PURGE_MERGED, uow.tenant_id)
    await uow.execute(_PURGE_FILES, uow.tenant_id, now - days)
    if gone == BATCH:
        await jobs.enqueue(uow, "trash.purge", {})
    await _sweep_files(uow, Store(settings()), now)


async def _sweep_files(uow: UnitOfWork, store: Store, now: datetime) -> None:
    """Bytes that no row knows, a day after they came: refused uploads, purged records."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    old = await asyncio.to_thread(_older, store.folder(tenant), (now - GRACE).timestamp())
    for start in range(0, len(old), BATCH):
        part = old[start : start + BATCH]
        ids = [file_id for path in part if (file_id := _id(path)) is not None]
        known = {row["id"] for say in KNOWN for row in await uow.fetch(say, tenant, ids)}
        for path in part:
            if _id(path) not in known:
                path.unlink(missing_ok=True)


def _older(folder: Path, before: float) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_file() and p.stat().st_mtime < before)


def _id(path: Path) -> UUID | None:
    try:
        return UUID(hex=path.stem)
    except ValueError:
        return None
