"""Workspaces from outside: counted, stopped, started, removed."""

import shutil
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from app.registry import workspace_tables
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.ids import uuid7
from kernel.settings import Settings

_LIST = """
SELECT w.id, w.slug, w.name, w.status, w.created_at,
       (SELECT count(*) FROM membership m WHERE m.tenant_id = w.id AND m.status = 'active')
           AS members,
       (SELECT count(*) FROM record r WHERE r.tenant_id = w.id AND r.deleted_at IS NULL)
           AS records
FROM workspace w ORDER BY w.slug
"""
# The workspace reads in its audit who stopped it, and why.
_TURN = """
WITH w AS (UPDATE workspace SET status = $3 WHERE slug = $1 AND status = $2 RETURNING id)
INSERT INTO event (tenant_id, id, record_type, record_id, action, actor_name, source, before,
                   after, at)
SELECT w.id, $4, 'workspace', w.id, 'updated', 'Operator', 'operator',
       jsonb_build_object('status', $2::text),
       jsonb_build_object('status', $3::text, 'reason', $5::text), $6
FROM w RETURNING id
"""
_BESIDE = (
    "DELETE FROM queue.pgqueuer WHERE headers->>'tenant' = $1::uuid::text",
    "DELETE FROM delivery WHERE workspace_id = $1",
    "DELETE FROM billing_customer WHERE workspace_id = $1",
    "DELETE FROM bot_binding WHERE workspace_id = $1",
    (
        "UPDATE bot_binding SET workspace_ids = array_remove(workspace_ids, $1) "
        "WHERE $1 = ANY(workspace_ids)"
    ),
    "DELETE FROM bot_link_token WHERE workspace_id = $1 OR $1 = ANY(workspace_ids)",
)


class Listed(msgspec.Struct, frozen=True):
    """A workspace in an operator's list."""

    id: UUID
    slug: str
    name: str
    status: str
    created_at: datetime
    members: int
    records: int


class Purged(msgspec.Struct, frozen=True):
    """What went."""

    slug: str
    rows: int
    files: int


async def listed(connection: Any) -> list[Listed]:
    """All of them."""
    return [Listed(**row) for row in await connection.fetch(_LIST)]


async def turn(connection: Any, slug: str, before: str, after: str, reason: str = "") -> None:
    """From one state to another; a workspace that is not in the first is refused."""
    if await connection.fetchval(_TURN, slug, before, after, uuid7(), reason, clock.now()):
        return
    status = await _status(connection, slug)
    raise Conflict(f"The workspace {slug} is {status}, not {before}.")


async def purge(connection: Any, settings: Settings, slug: str) -> Purged:
    """Remove a suspended workspace with all that is in it; people keep their accounts."""
    async with connection.transaction():
        row = await connection.fetchrow(
            "SELECT id, status FROM workspace WHERE slug = $1 FOR UPDATE", slug
        )
        if row is None:
            raise NotFound(f"There is no workspace {slug}. `guanxi tenant list` shows them.")
        if row["status"] == "active":
            raise Conflict(f"{slug} is active. Stop it first with `guanxi tenant suspend {slug}`.")
        for statement in _BESIDE:
            await connection.execute(statement, row["id"])
        rows = 0
        for table in reversed(workspace_tables()):
            tag = await connection.execute(f"DELETE FROM {table} WHERE tenant_id = $1", row["id"])
            rows += int(tag.rpartition(" ")[2])
        try:
            await connection.execute("DELETE FROM workspace WHERE id = $1", row["id"])
        except asyncpg.ForeignKeyViolationError as error:
            raise Conflict(
                f"Something wrote to {slug} meanwhile; nothing was removed. Try again."
            ) from error
    folder = settings.files_dir / row["id"].hex
    files = sum(1 for _ in folder.glob("*"))
    shutil.rmtree(folder, ignore_errors=True)
    return Purged(slug, rows, files)


async def _status(connection: Any, slug: str) -> str:
    status = await connection.fetchval("SELECT status FROM workspace WHERE slug = $1", slug)
    if status is None:
        raise NotFound(f"There is no workspace {slug}. `guanxi tenant list` shows them.")
    return str(status)
