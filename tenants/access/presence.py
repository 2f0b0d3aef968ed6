"""Which sessions are in use: noted in passing, told to their rows once a minute."""

import asyncio
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel import clock
from kernel.database import Database

# A row is written at most this often, however much its session is used.
GRAIN: Final = timedelta(minutes=5)
EVERY: Final = 60.0

# A session that ended stays ended: a deleted row is not there, one that was idle for too long
# is not prolonged, and one that somebody is deleting is left to them.
_PROLONG: Final = """
UPDATE session s SET idle_ends_at = used.until
FROM (SELECT h.id, LEAST(h.expires_at, m.at + $3::interval) AS until
      FROM unnest($1::uuid[], $2::timestamptz[]) AS m (id, at) JOIN session h ON h.id = m.id
      WHERE h.idle_ends_at > m.at
        AND h.idle_ends_at < LEAST(h.expires_at, m.at + $3::interval) - $4::interval
      ORDER BY h.id FOR UPDATE OF h SKIP LOCKED) used
WHERE s.id = used.id
"""


class Presence:
    """The sessions that this process has seen since it last told."""

    def __init__(self, idle: timedelta) -> None:
        self._idle = idle
        self._seen: dict[UUID, datetime] = {}

    def note(self, session_id: UUID) -> None:
        """The session is in use now."""
        self._seen[session_id] = clock.now()

    async def pause(self) -> None:
        """Until it is time to tell."""
        await asyncio.sleep(EVERY)

    async def settle(self, database: Database) -> None:
        """Prolong the sessions that were used."""
        seen, self._seen = self._seen, {}
        if not seen:
            return
        try:
            await database.pool.execute(
                _PROLONG, list(seen), list(seen.values()), self._idle, GRAIN
            )
        except BaseException:
            self._seen = seen | self._seen
            raise
