"""The operator's transaction: it sees a little of every workspace, or steps into one of them."""

import asyncio
from typing import Final
from uuid import UUID

from app.schema import role_dsn
from kernel import rls
from kernel.database import Database
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

# Few look here, and seldom.
SIZE: Final = 2


class OperatorWork(UnitOfWork):
    """As the operator's own role it reads what `app.overlooking` names, and no content."""

    async def step_into(self, tenant_id: UUID) -> None:
        """From here on it is the servers' role, behind the wall of this one workspace."""
        await self.execute(f"SET LOCAL ROLE {rls.APP}")
        await self.enter(tenant_id)

    async def step_back(self) -> None:
        """The operator's own role again; the workspace stays bound, and no other can be."""
        await self.execute(f"SET LOCAL ROLE {rls.OPERATOR}")


class Overlook:
    """The pool of the operator's role, opened when the first operator comes."""

    def __init__(self, dsn: str, settings: Settings) -> None:
        self._database = Database(
            role_dsn(dsn, rls.OPERATOR, settings),
            size=SIZE,
            statement_cache=settings.statement_cache_size,
        )
        self._is_open = False
        self._opening = asyncio.Lock()

    async def begin(self) -> OperatorWork:
        """A transaction, begun."""
        async with self._opening:
            if not self._is_open:
                await self._database.open()
                self._is_open = True
        work = OperatorWork(self._database)
        await work.begin_outside()
        return work

    async def close(self) -> None:
        """Nobody looks any more."""
        await self._database.close()
        self._is_open = False
