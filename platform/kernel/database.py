"""The pool of connections to PostgreSQL, as the role that row-level security binds."""

from typing import Any

import asyncpg
import msgspec

_ROLE_CHECK = """
SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND pg_has_role(r.oid, c.relowner, 'MEMBER') AND c.relkind = 'r')
FROM pg_roles r WHERE r.rolname = current_user
"""


class UnsafeRole(RuntimeError):
    """The configured role could read past row-level security; serving would be a leak."""


class Database:
    """A pool; `open` before use. `statement_cache` must be 0 behind PgBouncer."""

    def __init__(self, dsn: str, *, size: int = 10, statement_cache: int = 512) -> None:
        self.dsn = dsn
        self._size = size
        self._statement_cache = statement_cache
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def open(self) -> None:
        """Connect, and refuse a role that could bypass row-level security."""
        self._pool = await asyncpg.create_pool(
            self.dsn,
            min_size=min(2, self._size),
            max_size=self._size,
            statement_cache_size=self._statement_cache,
            init=_prepare,
            reset=_keep,
            command_timeout=30,
        )
        if await self._pool.fetchval(_ROLE_CHECK):
            await self.close()
            msg = (
                "The database role may bypass row-level security. Run `guanxi migrate` and "
                "let the servers connect as guanxi_app."
            )
            raise UnsafeRole(msg)

    async def close(self) -> None:
        """Give every connection back to the server."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        """The open pool."""
        if self._pool is None:
            msg = "the database is not open"
            raise RuntimeError(msg)
        return self._pool

    def checked_out(self) -> int:
        """How many connections are in use: 0 between requests, or something leaks."""
        return int(self.pool.get_size() - self.pool.get_idle_size())


async def _prepare(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda data: msgspec.json.decode(data[1:]),
    )


async def _keep(_connection: Any) -> None:
    """Nothing is set per session, so there is nothing to reset (and no round trip for it)."""
