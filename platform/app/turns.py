"""Whose job is next: workspaces take turns, and none has all hands to itself."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.models import Job

# Jobs of one worker at the same time, and of these so many for one workspace (or chat, or
# mailbox): the rest of the hands is there for whoever comes.
AT_ONCE: Final = 8
OF_ONE: Final = 5
# So many due jobs of a kind are looked at; where there are more, the lanes are asked in turn.
GLANCE: Final = 200
LANES: Final = 100
# So many times as many as there are hands for, as other workers may have the first of them.
OTHERS: Final = 4
LANE: Final = "COALESCE(q.headers ->> 'lane', q.headers ->> 'tenant', '-')"

# What waits: in the words of the indexes, so that each question has one index that fits. The
# statistics of a queue are of no use, it is empty whenever they are taken.
_QUEUED: Final = "q.status = 'queued' AND q.execute_after < now()"
_IN_LANE: Final = "q.status < 'picked' AND q.execute_after < now()"
_LANES: Final = f"""
WITH RECURSIVE lanes AS (
    (SELECT {LANE} AS lane FROM queue.pgqueuer q WHERE q.status < 'picked' AND {LANE} > $1
     ORDER BY 1 LIMIT 1)
    UNION ALL
    SELECT (SELECT {LANE} FROM queue.pgqueuer q WHERE q.status < 'picked' AND {LANE} > lanes.lane
            ORDER BY 1 LIMIT 1)
    FROM lanes WHERE lanes.lane IS NOT NULL)
SELECT lane FROM lanes WHERE lane IS NOT NULL LIMIT {LANES}
"""
_CLAIM: Final = f"""
WITH busy AS (SELECT b.* FROM unnest($6::text[], $7::bigint[]) AS b (lane, jobs)),
glance AS MATERIALIZED (
    SELECT c.* FROM unnest($1::text[]) AS e (name) CROSS JOIN LATERAL (
        SELECT q.id, {LANE} AS lane, q.execute_after, q.priority FROM queue.pgqueuer q
        WHERE q.entrypoint = e.name AND {_QUEUED} ORDER BY q.execute_after LIMIT {GLANCE}) c),
asked AS MATERIALIZED (
    SELECT c.* FROM unnest($5::text[]) AS l (lane) CROSS JOIN LATERAL (
        SELECT q.id, {LANE} AS lane, q.execute_after, q.priority FROM queue.pgqueuer q
        WHERE {LANE} = l.lane AND {_IN_LANE} AND q.entrypoint = ANY($1::text[])
        ORDER BY q.execute_after, q.id LIMIT $4) c),
ranked AS (
    SELECT c.id, c.execute_after, c.priority, COALESCE(busy.jobs, 0) + row_number() OVER (
        PARTITION BY c.lane ORDER BY c.execute_after, c.id) AS turn
    FROM (SELECT * FROM glance UNION SELECT * FROM asked) c LEFT JOIN busy USING (lane)),
next AS MATERIALIZED (
    SELECT r.id FROM ranked r WHERE r.turn <= {OF_ONE}
    ORDER BY r.turn - r.priority, r.execute_after, r.id LIMIT {OTHERS} * $4),
fresh AS (
    SELECT free.id FROM next CROSS JOIN LATERAL (
        SELECT q.id FROM queue.pgqueuer q WHERE q.id = next.id AND q.status::text = 'queued'
        FOR UPDATE SKIP LOCKED) free LIMIT $4),
stale AS (
    SELECT q.id FROM queue.pgqueuer q
    WHERE q.status = 'picked' AND q.entrypoint = ANY($1::text[])
      AND q.heartbeat < now() - $3::interval
    ORDER BY q.id LIMIT $4 FOR UPDATE SKIP LOCKED),
claimed AS (
    UPDATE queue.pgqueuer q SET status = 'picked', updated = now(), heartbeat = now(),
        queue_manager_id = $2
    WHERE q.id = ANY(ARRAY(SELECT id FROM stale UNION ALL SELECT id FROM fresh LIMIT $4))
    RETURNING q.*, {LANE} AS lane),
logged AS (
    INSERT INTO queue.pgqueuer_log (job_id, status, entrypoint, priority)
    SELECT id, status, entrypoint, priority FROM claimed RETURNING job_id)
SELECT due.jobs AS due, claimed.* FROM (SELECT count(*) AS jobs FROM glance) due
LEFT JOIN claimed ON true ORDER BY claimed.execute_after, claimed.id
"""


class Turns(Queries):
    """The queue's statements with a fair claim; it also waits until there is a free hand."""

    def attend(self, picked: Callable[[], Collection[Any]], stop: asyncio.Event) -> None:
        """`picked` are the jobs that this process has; none is claimed after `stop`."""
        self._picked = picked
        self._stop = stop
        self._free = asyncio.Event()
        self._crowded = False
        self._place = ""
        self._lanes: dict[Any, str] = {}

    def is_done(self) -> None:
        """A hand is free again."""
        self._free.set()

    async def dequeue(
        self,
        batch_size: int,
        entrypoints: dict[Any, Any],
        queue_manager_id: UUID,
        global_concurrency_limit: int | None,  # noqa: ARG002 -- ours is AT_ONCE
        heartbeat_timeout: timedelta,
    ) -> list[Job]:
        """The next jobs, a turn for each workspace; waits while no hand is free for them."""
        while not self._stop.is_set():
            self._free.clear()
            if room := max(0, AT_ONCE - len(self._picked())):
                rows: list[Any] = await self.driver.fetch(
                    _CLAIM,
                    list(entrypoints),
                    queue_manager_id,
                    heartbeat_timeout,
                    min(room, batch_size),
                    await self._some_lanes() if self._crowded else [],
                    *self._busy(),
                )
                self._crowded = rows[0]["due"] >= GLANCE
                found = [Job.model_validate(row) for row in rows if row["id"] is not None]
                self._lanes |= {row["id"]: row["lane"] for row in rows if row["lane"]}
                if found or not rows[0]["due"] or not self._picked():
                    return found
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._free.wait(), 0.1)
        return []

    def _busy(self) -> tuple[list[str], list[int]]:
        """How many jobs each lane has in hand; the database learns of their end a little later."""
        self._lanes = {job: lane for job, lane in self._lanes.items() if job in self._picked()}
        busy = Counter(self._lanes.values())
        return list(busy), list(busy.values())

    async def _some_lanes(self) -> list[str]:
        """A round over everybody who has jobs, a hundred at a time."""
        rows: list[Any] = await self.driver.fetch(_LANES, self._place)
        lanes: list[str] = [row["lane"] for row in rows]
        self._place = lanes[-1] if len(lanes) == LANES else ""
        return lanes
