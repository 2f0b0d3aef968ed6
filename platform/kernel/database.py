"""The pool of connections to PostgreSQL, as the role that row-level security binds."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import asyncpg
import msgspec

# A server that is there answers BEGIN at once. One that hangs shall not keep people waiting.
SOON: Final = 2.0
# For a connection: while others work, and while the server was found to hang a moment ago.
PATIENCE: Final = 5.0
IN_DOUBT: Final = 0.8
Said = TypeVar("Said")
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
        self._doubted_until = 0.0
        self._waiting: set[asyncio.Timeout] = set()

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
            timeout=SOON,
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

    async def take(
        self, first: Callable[[Any], Awaitable[Said]], *, patience: float = PATIENCE
    ) -> tuple[Any, Said]:
        """A connection, and what it answered to `first`: soon, or `TimeoutError`."""
        connection: Any = None
        try:
            connection = await self._acquired(patience)
            _demand_fresh(connection)
            return connection, await first(connection)
        except BaseException as error:
            if connection is not None:
                if isinstance(error, TimeoutError):
                    self._doubt()
                # Not given back alive: the pool would wait until the server answers after all.
                if not isinstance(error, asyncpg.PostgresError):
                    connection.terminate()
                await self.pool.release(connection)
            raise

    async def one(self, statement: str, *args: Any, patience: float = PATIENCE) -> Any:
        """The row of one statement in a transaction of its own."""

        def ask(connection: Any) -> Any:
            return connection.fetchrow(statement, *args, timeout=SOON)

        connection, row = await self.take(ask, patience=patience)
        await self.pool.release(connection)
        return row

    async def _acquired(self, patience: float) -> Any:
        doubted = time.monotonic() < self._doubted_until
        async with asyncio.timeout(IN_DOUBT if doubted else patience) as wait:
            self._waiting.add(wait)
            try:
                return await self.pool.acquire()
            except TimeoutError:
                # Not of our waiting, which is no fault of the server's: it took no connection.
                self._doubt()
                raise
            finally:
                self._waiting.discard(wait)

    def _doubt(self) -> None:
        """It hangs: whoever waits for a connection would only hang as well."""
        self._doubted_until = time.monotonic() + SOON
        now = asyncio.get_running_loop().time()
        for wait in self._waiting:
            if not wait.expired():
                wait.reschedule(now)

    def checked_out(self) -> int:
        """How many connections are in use: 0 between requests, or something leaks."""
        return int(self.pool.get_size() - self.pool.get_idle_size())


def _demand_fresh(connection: Any) -> None:
    if connection.is_in_transaction():
        msg = "a connection came back in the middle of a transaction"
        raise RuntimeError(msg)


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
