"""A whole examination."""

import asyncio

import asyncpg

from app.doctor import database, machine, outside
from app.doctor.findings import Finding, bad
from app.operating.where import operator_dsn
from app.seed.where import NoDatabase
from kernel.embedded_cluster import EmbeddedError
from kernel.settings import Misconfigured, Settings


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; what cannot be reached is a finding too."""
    findings = list(machine.look(settings))
    try:
        with operator_dsn(settings) as dsn:
            findings += asyncio.run(_database(settings, dsn))
    except (EmbeddedError, Misconfigured, NoDatabase) as error:
        findings.append(bad("database", "there is none", str(error)))
    return findings + asyncio.run(_outside(settings))


async def _database(settings: Settings, dsn: str) -> list[Finding]:
    try:
        connection = await asyncpg.connect(dsn, timeout=10)
    except asyncpg.InvalidPasswordError:
        return [
            bad(
                "database",
                "it refuses the role guanxi_restore",
                "Run `guanxi migrate` with the same GUANXI_SECRET_KEYS as the servers.",
            )
        ]
    except (OSError, asyncpg.PostgresError) as error:
        mend = "Start it, or check GUANXI_DATABASE_URL."
        return [bad("database", f"does not answer ({type(error).__name__})", mend)]
    try:
        return [finding async for finding in database.look(connection, settings)]
    except asyncpg.PostgresError as error:
        return [bad("database", str(error), "Run `guanxi migrate`.")]
    finally:
        await connection.close()


async def _outside(settings: Settings) -> list[Finding]:
    return [finding async for finding in outside.look(settings)]
