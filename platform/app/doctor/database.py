"""The database: its version, its walls, and what is stuck in it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final

from alembic.script import ScriptDirectory

from app import schema
from app.doctor import meaning
from app.doctor.findings import Finding, bad, good, warn
from app.gates.catalogue import violations
from app.maintaining.needs import needs
from app.registry import load_models
from kernel.settings import Settings

OLDEST: Final = 16
VECTOR_GOOD: Final = (0, 8, 7)
LATE: Final = timedelta(minutes=5)

_STUCK: Final = """
SELECT (SELECT count(*) FROM queue.pgqueuer WHERE status = 'failed') AS jobs,
       (SELECT count(*) FROM delivery WHERE state = 'dead') AS messages,
       (SELECT count(*) FROM bot_inbox WHERE state = 'dead') AS updates,
       (SELECT coalesce(now() - min(execute_after), '0') FROM queue.pgqueuer
        WHERE status = 'queued' AND execute_after <= now()) AS late,
       (SELECT count(*) FROM queue.pgqueuer WHERE status = 'queued'
        AND execute_after <= now()) AS waiting
"""


async def look(connection: Any, settings: Settings) -> AsyncIterator[Finding]:
    """Everything that can be asked of it, as the role that sees all."""
    yield _version(connection)
    yield await _durability(connection)
    yield _vector(await connection.fetchval(_VECTOR))
    at_head = await _revision(connection, settings)
    yield at_head
    if at_head.state != "good":
        return
    load_models()
    broken = await violations(connection)
    for says, names in broken.items():
        yield bad("walls", f"not so: {says} ({', '.join(names[:5])})", "Run `guanxi migrate`.")
    if not broken:
        yield good("walls", "row-level security, roles and grants are as declared")
    todo = await needs(connection)
    if todo.any:
        yield warn("upkeep", todo.said, "Run `guanxi maintain`; people can go on working.")
    else:
        yield good("upkeep", "nothing needs doing")
    async for finding in meaning.look(connection, settings):
        yield finding
    async for finding in _stuck(connection):
        yield finding


_VECTOR: Final = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"


def _version(connection: Any) -> Finding:
    version = connection.get_server_version()
    says = f"PostgreSQL {version.major}.{version.micro or version.minor}"
    if version.major < OLDEST:
        return bad("database", says, f"Use PostgreSQL {OLDEST} or newer.")
    return good("database", says)


async def _durability(connection: Any) -> Finding:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if await connection.fetchval("SELECT current_setting($1)", name) == "off":
            return bad("durability", f"{name} is off", f"Set {name} = on in postgresql.conf.")
    return good("durability", "what is committed is on the disk")


def _vector(version: str | None) -> Finding:
    if version is None:
        return bad("pgvector", "not installed", "Install pgvector, then run `guanxi migrate`.")
    if tuple(int(number) for number in version.split(".")) < VECTOR_GOOD:
        return warn(
            "pgvector",
            f"{version}; before 0.8.7 IVFFlat and parallel HNSW builds may lose rows",
            "Upgrade pgvector when you can. The product makes neither on such a version.",
        )
    return good("pgvector", version)


async def _revision(connection: Any, settings: Settings) -> Finding:
    head = ScriptDirectory.from_config(schema.alembic("postgresql://-/-", settings))
    wanted = head.get_current_head()
    there = None
    if await connection.fetchval("SELECT to_regclass('alembic_version')"):
        there = await connection.fetchval("SELECT version_num FROM alembic_version")
    if there != wanted:
        return bad("tables", f"revision {there}, not {wanted}", "Run `guanxi migrate`.")
    return good("tables", f"revision {there}")


async def _stuck(connection: Any) -> AsyncIterator[Finding]:
    row = await connection.fetchrow(_STUCK)
    for name, what in (
        ("jobs", "failed"),
        ("messages", "were not sent"),
        ("updates", "were not read"),
    ):
        if row[name]:
            yield warn(
                name,
                f"{row[name]} {what} and wait for you",
                "See why with `guanxi jobs list`; try again with `guanxi jobs retry`.",
            )
        else:
            yield good(name, f"none {what}")
    if row["late"] > LATE:
        minutes = int(row["late"].total_seconds() // 60)
        yield bad(
            "worker",
            f"{row['waiting']} jobs wait, the oldest for {minutes} minutes",
            "Start a worker (`guanxi worker`), or see its log.",
        )
    else:
        yield good("worker", f"{row['waiting']} jobs wait, none for long")
