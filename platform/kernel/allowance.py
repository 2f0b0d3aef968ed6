"""How much a member may ask in a minute: counted in each process, shared through the database.

A call costs no round trip. Each process admits against what it knows to be used everywhere, and
tells the others every two seconds, or at once when it has admitted a tenth of somebody's limit.
So `n` processes admit at most about `1 + (n - 1) / 10` times the limit.
"""

import asyncio
import contextlib
import math
from typing import Final

import msgspec

from kernel import clock
from kernel.database import Database
from kernel.errors import TooMany

SHARE: Final = 10
Header = tuple[bytes, bytes]

_TELL: Final = """
INSERT INTO rate_limit AS r (key, window_end, count)
SELECT m.key, to_timestamp(m.ends), m.fresh
FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS m (key, ends, fresh) ORDER BY m.key
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN r.window_end = excluded.window_end THEN r.count + excluded.count
                 WHEN r.window_end > excluded.window_end THEN r.count ELSE excluded.count END,
    window_end = GREATEST(r.window_end, excluded.window_end)
RETURNING r.key, extract(epoch FROM r.window_end)::bigint AS ends, r.count
"""


class Standing(msgspec.Struct, frozen=True):
    """What is left of a limit until its window ends, as one process knows it."""

    limit: int
    left: int
    seconds: int
    window: int

    @property
    def headers(self) -> list[Header]:
        """For the answer, as draft-ietf-httpapi-ratelimit-headers has them."""
        return [
            (b"ratelimit", b'"member";r=%d;t=%d' % (self.left, self.seconds)),
            (b"ratelimit-policy", b'"member";q=%d;w=%d' % (self.limit, self.window)),
        ]


class _Count:
    __slots__ = ("ends", "fresh", "shared")

    def __init__(self, ends: int) -> None:
        self.ends = ends
        self.shared = 0
        self.fresh = 0


class Allowance:
    """The counts of one process; windows begin at the same moment everywhere."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}
        self._wake = asyncio.Event()

    def take(self, key: str, *, limit: int, cost: int = 1, window: int = 60) -> Standing:
        """Use some of the limit; raises `TooMany` when it is used up."""
        now = clock.now().timestamp()
        ends = int(now // window + 1) * window
        seconds = math.ceil(ends - now)
        count = self._counts.get(key)
        if count is None or count.ends != ends:
            count = self._counts[key] = _Count(ends)
        if count.shared + count.fresh + cost > max(limit, cost):
            refused = TooMany(seconds)
            gone = Standing(limit, 0, seconds, window).headers
            refused.headers |= {name.decode(): value.decode() for name, value in gone}
            raise refused
        count.fresh += cost
        if count.fresh * SHARE >= limit:
            self._wake.set()
        return Standing(limit, max(0, limit - count.shared - count.fresh), seconds, window)

    async def pause(self) -> None:
        """Until it is time to tell the others."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), 2)
        self._wake.clear()

    async def settle(self, database: Database) -> None:
        """Tell what was used here, learn what was used elsewhere, forget what is over."""
        now = clock.now().timestamp()
        self._counts = {key: c for key, c in self._counts.items() if c.ends > now}
        told = {key: (c, c.fresh) for key, c in self._counts.items() if c.fresh}
        if not told:
            return
        rows = await database.pool.fetch(
            _TELL, list(told), [c.ends for c, _ in told.values()], [n for _, n in told.values()]
        )
        for row in rows:
            count, fresh = told[row["key"]]
            count.fresh -= fresh
            if row["ends"] == count.ends:
                count.shared = row["count"]
            else:
                count.shared += fresh
