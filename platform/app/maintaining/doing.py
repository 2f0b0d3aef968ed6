"""Doing it: one statement after the other, none of which keeps anybody from writing."""

from collections.abc import Callable
from typing import Any, Final

import asyncpg

from app.maintaining.needs import Needs, needs
from app.schema import OWNER, role_dsn
from kernel.settings import Settings
from search.dense.indexes import LARGE, SMALL_AGAIN

_PARTITION: Final = """
SELECT e.tableoid::regclass::text FROM embedding e WHERE e.tenant_id = $1 LIMIT 1
"""
# Two runs at once would make the same index.
_ALONE: Final = "SELECT pg_try_advisory_lock(hashtext('guanxi maintain'))"
_SETTINGS: Final = (
    "SET statement_timeout = 0",
    "SET lock_timeout = '60s'",
    "SET maintenance_work_mem = '512MB'",
    # Below pgvector 0.8.7 a parallel build may lose rows.
    "SET max_parallel_maintenance_workers = 0",
)


async def maintain(
    settings: Settings,
    dsn: str,
    say: Callable[[str], None],
    *,
    large: int = LARGE,
    small: int = SMALL_AGAIN,
) -> Needs | None:
    """Do what is needed; what it was, or None where another run is at it."""
    reader = await asyncpg.connect(dsn)
    owner = await asyncpg.connect(role_dsn(dsn, OWNER, settings))
    try:
        if not await owner.fetchval(_ALONE):
            return None
        for statement in _SETTINGS:
            await owner.execute(statement)
        todo = await needs(reader, large=large, small=small)
        for statement in await _statements(reader, todo):
            say(statement)
            await owner.execute(statement)
        return todo
    finally:
        await owner.close()
        await reader.close()


async def _statements(reader: Any, todo: Needs) -> list[str]:
    statements = [f"DROP INDEX CONCURRENTLY IF EXISTS {_quoted(name)}" for name in todo.drop]
    statements += [f"REINDEX INDEX CONCURRENTLY {await _named(reader, n)}" for n in todo.rebuild]
    for wanted in todo.make:
        partition = await reader.fetchval(_PARTITION, wanted.tenant_id)
        statements.append(wanted.statement(partition))
    return statements + [f"ANALYZE {name}" for name in todo.analyze]


async def _named(reader: Any, name: str) -> str:
    """With its schema: the queue's tables have one of their own."""
    found: str = await reader.fetchval(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relname = $1 AND n.nspname IN ('public', 'queue')",
        name,
    )
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
