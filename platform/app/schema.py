"""Roles, migrations and functions: what `guanxi migrate` brings a database to."""

import asyncio
import hashlib
import hmac
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from app.overlooking import statements as overlooking
from billing.usage.counting import FUNCTIONS as COUNTING
from kernel import rls
from kernel.rooms import DEMAND_ROOM
from kernel.settings import Settings
from kernel.standing import DEMAND_STANDING
from tenants.access.lookup import AUTH_LOOKUP

if TYPE_CHECKING:
    from alembic.config import Config

OWNER: Final = "guanxi_owner"
# The oldest revision whose code may still run with the newest tables. A migration that takes
# away what older code uses moves it to the first revision without that use.
OLDEST_CODE: Final = "0001"
_PACKED: Final = Path(__file__).with_name("migrations")
_CHECKOUT: Final = Path(__file__).resolve().parents[2] / "deploy" / "migrations"
MIGRATIONS: Final = _PACKED if _PACKED.is_dir() else _CHECKOUT

_LIMITS: Final = {
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}
# A scan of a workspace's vector index goes on until it has found as many as were asked for.
_VECTOR_SCAN: Final = {"hnsw.iterative_scan": "strict_order", "hnsw.ef_search": "100"}
_OWNED: Final = (
    "set_tenant(uuid)",
    "demand_standing(uuid, uuid, text)",
    "pays_seat(uuid, text)",
    "counted(uuid, text, timestamptz)",
    "demand_room(uuid, text, bigint, bigint, timestamptz)",
)
_FUNCTIONS: Final = (
    rls.SET_TENANT,
    DEMAND_STANDING,
    *COUNTING,
    DEMAND_ROOM,
    # Its columns grow with versions, and a function cannot be replaced by one with others.
    "DROP FUNCTION IF EXISTS auth_lookup(bytea, text)",
    AUTH_LOOKUP,
    "REVOKE ALL ON FUNCTION auth_lookup(bytea, text) FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION auth_lookup(bytea, text) TO {rls.APP}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {rls.APP}, {rls.RESTORE}",
    f"GRANT SELECT ON workspace, person, session, membership, role, api_key TO {rls.AUTH}",
    f"GRANT SELECT ON feature, operator_account, operator_session, operator_visit TO {rls.AUTH}",
    f"GRANT SELECT, UPDATE, DELETE ON delivery TO {rls.WORKER}",
    f"GRANT DELETE ON bot_inbox TO {rls.WORKER}",
    f"GRANT DELETE ON billing_event TO {rls.WORKER}",
    # Nobody alters history but the erasure of a person, which is the worker's.
    f"GRANT UPDATE (before, after) ON event TO {rls.WORKER}",
    f"GRANT UPDATE (reason, state, found, left_over, shared, done_at) ON erasure TO {rls.WORKER}",
    f"GRANT INSERT ON erased_address TO {rls.WORKER}",
    f"GRANT UPDATE (wording, proof) ON consent TO {rls.WORKER}",
    f"GRANT UPDATE (said) ON customer_parameters TO {rls.WORKER}",
    f"GRANT SELECT ON alembic_version TO {rls.RESTORE}",
    *overlooking(),
    *(
        statement
        for table in ("membership", "role", "api_key")
        for statement in (
            f"DROP POLICY IF EXISTS {table}_lookup ON {table}",
            f"CREATE POLICY {table}_lookup ON {table} FOR SELECT TO {rls.AUTH} USING (true)",
        )
    ),
)


def role_dsn(dsn: str, role: str, settings: Settings, *, database: str | None = None) -> str:
    """The address of the same server (and database, unless another is named) for a role."""
    parts = urlsplit(dsn)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(
        (
            "postgresql",
            f"{role}:{_password(role, settings)}@{host}",
            f"/{database}" if database else parts.path,
            parts.query,
            "",
        )
    )


def _password(role: str, settings: Settings) -> str:
    """Derive it from the oldest key: a new one in front locks no running server out."""
    key = settings.encryption_keys()[-1]
    return hmac.digest(key, f"role {role}".encode(), hashlib.sha256).hex()


async def migrate(admin_dsn: str, settings: Settings) -> None:
    """Make the roles, bring the tables to the newest revision, and refresh the functions."""
    await upgrade(admin_dsn, settings)
    connection = await asyncpg.connect(admin_dsn)
    try:
        async with connection.transaction():
            await connection.execute(
                f"COMMENT ON TABLE alembic_version IS "
                f"'revision {max(known_revisions())}, for code from {OLDEST_CODE}'"
            )
            for statement in _FUNCTIONS:
                await connection.execute(statement)
            if connection.get_server_version().major >= 17:  # noqa: PLR2004 -- older have no MAINTAIN
                await connection.execute(
                    f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {rls.RESTORE}"
                )
            for own in _OWNED:
                await connection.execute(f"ALTER FUNCTION {own} OWNER TO {OWNER}")
            await connection.execute(f"ALTER FUNCTION auth_lookup(bytea, text) OWNER TO {rls.AUTH}")
    finally:
        await connection.close()


async def upgrade(admin_dsn: str, settings: Settings) -> None:
    """The roles and the tables alone: the functions may know of tables that are yet to be made."""
    from alembic import command  # noqa: PLC0415 -- megabytes that servers need not carry

    await _prepare(admin_dsn, settings)
    await asyncio.to_thread(command.upgrade, alembic(admin_dsn, settings), "head")


def known_revisions() -> frozenset[str]:
    """The revisions that this code brings along, by their numbers."""
    return frozenset(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def said_revision(comment: str | None) -> tuple[str, str]:
    """What `migrate` wrote at its end, for everybody to read: the revision, the oldest code."""
    found = re.fullmatch(r"revision (\w+), for code from (\w+)", comment or "")
    return (found[1], found[2]) if found else ("", "")


def alembic(admin_dsn: str, settings: Settings) -> "Config":
    """Alembic's configuration for this database, as the owner."""
    from alembic.config import Config  # noqa: PLC0415 -- as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    url = role_dsn(admin_dsn, OWNER, settings).replace("postgresql:", "postgresql+asyncpg:", 1)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


async def _prepare(admin_dsn: str, settings: Settings) -> None:
    connection = await asyncpg.connect(admin_dsn)
    try:
        for role, rights in (
            (OWNER, "LOGIN NOSUPERUSER NOBYPASSRLS"),
            (rls.APP, "LOGIN NOSUPERUSER NOBYPASSRLS"),
            (rls.WORKER, "LOGIN NOSUPERUSER NOBYPASSRLS"),
            (rls.AUTH, "NOLOGIN NOSUPERUSER NOBYPASSRLS"),
            # Without what it may become, until it does: see `app.console.work`.
            (rls.OPERATOR, "LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT"),
            (rls.RESTORE, "LOGIN NOSUPERUSER BYPASSRLS"),
        ):
            await _role(connection, role, rights, settings)
        name = await connection.fetchval("SELECT quote_ident(current_database())")
        for statement in (
            f"GRANT {rls.APP} TO {rls.WORKER}",
            "CREATE EXTENSION IF NOT EXISTS vector",
            f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {OWNER}",
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            f"GRANT CONNECT ON DATABASE {name} TO {rls.APP}, {rls.WORKER}, {rls.RESTORE}",
            f"GRANT CONNECT ON DATABASE {name} TO {rls.OPERATOR}",
            f"ALTER SCHEMA public OWNER TO {OWNER}",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            f"CREATE SCHEMA IF NOT EXISTS queue AUTHORIZATION {OWNER}",
        ):
            await connection.execute(statement)
        await _vector_scan(connection)
    finally:
        await connection.close()


async def _vector_scan(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """The settings are known once pgvector is loaded, and from its version 0.8 on."""
    await connection.execute("SELECT '[1]'::vector")
    known = await connection.fetch("SELECT name FROM pg_settings WHERE name LIKE 'hnsw.%'")
    for name in _VECTOR_SCAN.keys() & {row["name"] for row in known}:
        for role in (rls.APP, rls.WORKER):
            await connection.execute(f"ALTER ROLE {role} SET {name} = '{_VECTOR_SCAN[name]}'")


async def _role(
    connection: "asyncpg.Connection[asyncpg.Record]", role: str, rights: str, settings: Settings
) -> None:
    known = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if known else "CREATE"
    await connection.execute(f"{verb} ROLE {role} {rights} PASSWORD '{_password(role, settings)}'")
    if role in {rls.APP, rls.WORKER, rls.OPERATOR}:
        for name, value in _LIMITS.items():
            await connection.execute(f"ALTER ROLE {role} SET {name} = '{value}'")
