"""Workspaces from outside: counted, stopped, started, removed."""

import shutil
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from app.operating.commanding import By, named
from app.operating.notice import demand_notice
from app.operating.where import unknown
from app.registry import workspace_tables
from kernel import clock
from kernel.errors import Conflict
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


NOBODY: Final = By()

_DEED = """
INSERT INTO operator_deed (id, at, operator_id, operator, action, workspace_id, workspace, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


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


async def purge(
    connection: Any, settings: Settings, slug: str, by: By = NOBODY, *, told: bool = False
) -> Purged:
    """Remove a suspended workspace with all that is in it; people keep their accounts.

    Unless an owner ended it they were told twice before, or are `told` in another way.
    """
    async with connection.transaction():
        me = await named(connection, by.operator)
        row = await connection.fetchrow(
            "SELECT id, status FROM workspace WHERE slug = $1 FOR UPDATE", slug
        )
        if row is None:
            raise unknown(slug)
        if row["status"] == "active":
            raise Conflict(f"{slug} is active. Stop it first with `guanxi tenant suspend {slug}`.")
        if row["status"] != "deleted" and not told:
            await demand_notice(connection, row["id"], slug)
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
        gone = (row["id"], slug, by.why)
        await connection.execute(_DEED, uuid7(), clock.now(), me.id, me.email, "purged", *gone)
    folder = settings.files_dir / row["id"].hex
    files = sum(1 for _ in folder.glob("*"))
    shutil.rmtree(folder, ignore_errors=True)
    return Purged(slug, rows, files)
