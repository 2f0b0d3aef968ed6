"""How often each workspace's keys call: noted in passing, told to its meter once a minute."""

import asyncio
from collections import Counter
from typing import Final
from uuid import UUID

from kernel import clock
from kernel.database import Database
from kernel.entitled import enforcing
from kernel.rooms import metered
from kernel.transaction import UnitOfWork

EVERY: Final = 60.0
API_CALLS: Final = "api_calls"

_TELL: Final = """
INSERT INTO meter AS m (tenant_id, name, used, counted_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, name) DO UPDATE SET used = m.used + $3, counted_at = $4
"""


class Tally:
    """The calls that this process has answered since it last told."""

    def __init__(self) -> None:
        self._calls: Counter[UUID] = Counter()

    def note(self, tenant_id: UUID) -> None:
        """One more call, where anybody wants to know."""
        if enforcing.on:
            self._calls[tenant_id] += 1

    async def pause(self) -> None:
        """Until it is time to tell."""
        await asyncio.sleep(EVERY)

    async def settle(self, database: Database) -> None:
        """Add them up, workspace by workspace; what could not be told waits for the next time."""
        while self._calls:
            tenant_id, calls = self._calls.popitem()
            uow = UnitOfWork(database)
            try:
                await uow.begin(tenant_id)
                await uow.execute(_TELL, tenant_id, metered(API_CALLS), calls, clock.now())
                await uow.finish(commit=True)
            except BaseException:
                self._calls[tenant_id] += calls
                raise
            finally:
                if not uow.done:
                    await uow.finish(commit=False)
