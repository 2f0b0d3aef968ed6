"""One transaction per request, job or update: opened late, bound to one tenant, closed once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy.sql.base import Executable

from kernel.bell import ring
from kernel.database import SOON, Database
from kernel.entitled import NO_ROOM, full
from kernel.errors import Conflict, Forbidden, Refused, Unavailable
from kernel.sql import Statement, compiled
from kernel.standing import LOST


class TransactionAborted(Unavailable):
    """PostgreSQL answered ROLLBACK to our COMMIT: a swallowed error, nothing was saved."""


class UnitOfWork:
    """Takes its connection at first use and is used once. Nobody but its owner finishes it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self.tenant_id: UUID | None = None
        self.queries = 0
        # Statements that go with the COMMIT and may prevent it; no round trip of their own.
        self.demands: dict[str, str] = {}
        # What was taken of that which is limited: see `kernel.rooms`.
        self.taken: dict[str, int] = {}
        # Work was left for the workers that is due at once: they are told of it.
        self.rings = False
        self.done = False

    async def begin(self, tenant_id: UUID) -> "UnitOfWork":
        """Open the transaction inside one workspace."""
        await self.begin_outside()
        await self.enter(tenant_id)
        return self

    async def begin_outside(self) -> "UnitOfWork":
        """Open it before a workspace is known (sign-in, inboxes): no tenant row is visible."""
        if self.done or self._connection is not None:
            msg = "a unit of work is used once"
            raise RuntimeError(msg)
        self._connection, _ = await self._database.take(_begin)
        return self

    async def enter(self, tenant_id: UUID) -> None:
        """Bind the open transaction to a workspace; a second, other one is refused."""
        if not isinstance(tenant_id, UUID):
            msg = "a workspace is named by its UUID"
            raise TypeError(msg)
        if self.tenant_id not in (None, tenant_id):
            msg = "a unit of work belongs to one workspace"
            raise RuntimeError(msg)
        await self.execute("SELECT set_tenant($1)", tenant_id)
        self.tenant_id = tenant_id

    @property
    def database(self) -> Database:
        """For counters, which need a transaction of their own."""
        return self._database

    @property
    def begun(self) -> bool:
        """Whether a connection is held."""
        return self._connection is not None

    @property
    def connection(self) -> Any:
        """The raw connection inside the open transaction."""
        if self._connection is None:
            msg = "no transaction is open: begin(tenant_id) first"
            raise RuntimeError(msg)
        return self._connection

    async def fetch(self, statement: Statement, *args: Any) -> list[asyncpg.Record]:
        """All rows."""
        text, args = self._text(statement, args)
        return list(await self.connection.fetch(text, *args))

    async def fetchrow(self, statement: Statement, *args: Any) -> asyncpg.Record | None:
        """The first row, or None."""
        text, args = self._text(statement, args)
        row: asyncpg.Record | None = await self.connection.fetchrow(text, *args)
        return row

    async def fetchval(self, statement: Statement, *args: Any) -> Any:
        """The first column of the first row, or None."""
        text, args = self._text(statement, args)
        return await self.connection.fetchval(text, *args)

    async def execute(self, statement: Statement, *args: Any) -> int:
        """Run it; the number of rows that it touched."""
        text, args = self._text(statement, args)
        tag: str = await self.connection.execute(text, *args)
        count = tag.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    def _text(self, statement: Statement, args: Sequence[Any]) -> tuple[str, Any]:
        self.queries += 1
        if isinstance(statement, Executable):
            return compiled(statement)
        return statement, args

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """For SQL errors that are expected: only what is inside is undone."""
        await self.connection.execute("SAVEPOINT inner_step")
        try:
            yield
        except BaseException:
            await self.connection.execute("ROLLBACK TO SAVEPOINT inner_step")
            raise
        await self.connection.execute("RELEASE SAVEPOINT inner_step")

    @asynccontextmanager
    async def planned_once(self) -> AsyncIterator[None]:
        """For statements with one good plan whatever the workspace: it is made once, and kept.

        Elsewhere statements are planned anew each time, for statistics are of all workspaces; of
        what is asked of a dozen tables that takes longer than the answer.
        """
        await self.connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        yield
        await self.connection.execute("SET LOCAL plan_cache_mode TO DEFAULT")

    async def finish(self, *, commit: bool) -> None:
        """End the transaction; a COMMIT that PostgreSQL turned into a ROLLBACK is an error."""
        self.done = True
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if commit:
                await self._commit(connection)
                if self.rings:
                    await ring(connection)
            else:
                await connection.execute("ROLLBACK")
        except BaseException:
            if connection.is_closed() or connection.is_in_transaction():
                connection.terminate()
            if commit:
                raise
        finally:
            await self._database.pool.release(connection)

    async def _commit(self, connection: Any) -> None:
        try:
            tag = await connection.execute("; ".join((*self.demands.values(), "COMMIT")))
        except asyncpg.PostgresError as error:
            await connection.execute("ROLLBACK")
            if isinstance(error, asyncpg.InFailedSQLTransactionError):
                raise TransactionAborted from error
            if refusal := demanded(error):
                raise refusal from error
            raise
        if tag != "COMMIT":
            raise TransactionAborted


def demanded(error: asyncpg.PostgresError) -> Refused | None:
    """What a statement that was to prevent the COMMIT says, as a refusal."""
    if error.sqlstate == LOST:
        return Forbidden()
    if error.sqlstate == NO_ROOM:
        what, _space, cap = str(error).rpartition(" ")
        return full(what.partition(":")[0], int(cap))
    return None


def _begin(connection: Any) -> Any:
    return connection.execute("BEGIN", timeout=SOON)


def refusal_of(error: Exception) -> Conflict | Unavailable:
    """What a database error means to the user; its detail is never shown."""
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return Conflict()
    return Unavailable()
