"""How much waits to be done, for the figures: asked seldom, and never more than it is worth."""

import time
from typing import Final

import asyncpg
import structlog
from prometheus_client import Gauge

from kernel.database import Database

FRESH: Final = 10.0
DUE: Final = Gauge("guanxi_queue_due", "Jobs whose time has come (10,000 means at least that)")
RUNNING: Final = Gauge("guanxi_queue_running", "Jobs being done")
FAILED: Final = Gauge("guanxi_queue_failed", "Jobs that were given up and wait for an operator")
LATE: Final = Gauge("guanxi_queue_lag_seconds", "How long the oldest due job has waited")
UNSENT: Final = Gauge("guanxi_outbox_lag_seconds", "How long the oldest due message has waited")
log = structlog.get_logger()

# A message that waits has a job that sends it, so the queue tells the outbox's lag.
_LOOK: Final = """
WITH due AS (SELECT entrypoint, execute_after FROM queue.pgqueuer
             WHERE status = 'queued' AND execute_after <= now() LIMIT 10000)
SELECT (SELECT count(*) FROM due) AS due,
       (SELECT extract(epoch FROM now() - min(execute_after)) FROM due) AS late,
       (SELECT extract(epoch FROM now() - min(execute_after)) FROM due
        WHERE entrypoint = 'delivery.send') AS unsent,
       (SELECT count(*) FROM queue.pgqueuer WHERE status = 'picked') AS running,
       (SELECT count(*) FROM (SELECT 1 FROM queue.pgqueuer WHERE status = 'failed'
                              LIMIT 10000) f) AS failed
"""


class Backlog:
    """Remembers for ten seconds, however often it is asked."""

    def __init__(self) -> None:
        self._until = 0.0

    async def look(self, database: Database) -> None:
        """Set the gauges; a database that is away leaves them as they were."""
        if time.monotonic() < self._until:
            return
        self._until = time.monotonic() + FRESH
        try:
            row = await database.pool.fetchrow(_LOOK, timeout=2)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("backlog_unknown", kind=type(error).__name__)
            return
        if row is not None:
            DUE.set(row["due"])
            RUNNING.set(row["running"])
            FAILED.set(row["failed"])
            LATE.set(row["late"] or 0)
            UNSENT.set(row["unsent"] or 0)


BACKLOG: Final = Backlog()
