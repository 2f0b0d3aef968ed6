"""What waits and what failed: jobs, messages that could not be sent, updates laid aside."""

from datetime import datetime
from typing import Any, Final

import msgspec

from bots.gateway.inbox import JOB as INBOX_JOB
from kernel import clock

# Each: what failed for good, in the words of one list. Payloads stay unread: they are people's.
_JOBS: Final = """
SELECT 'job' AS kind, q.id::text AS id, q.entrypoint AS name, q.status::text AS state,
       q.attempts::int AS attempts, q.execute_after AS due_at, q.headers->>'tenant' AS workspace,
       coalesce((SELECT l.traceback->>'exception_type' FROM queue.pgqueuer_log l
                 WHERE l.job_id = q.id AND l.traceback IS NOT NULL
                 ORDER BY l.created DESC LIMIT 1), '') AS why
FROM queue.pgqueuer q WHERE $1 OR q.status = 'failed' ORDER BY q.id LIMIT $2
"""
_MESSAGES: Final = """
SELECT 'message' AS kind, d.id::text AS id, d.channel AS name, d.state, d.attempts::int,
       d.due_at, d.workspace_id::text AS workspace, d.last_error AS why
FROM delivery d WHERE d.state IN ('dead', 'blocked') OR $1 AND d.state = 'waiting'
ORDER BY d.id LIMIT $2
"""
_UPDATES: Final = """
SELECT 'update' AS kind, i.id::text AS id, i.channel AS name, i.state, i.attempts::int,
       i.received_at AS due_at, NULL AS workspace, i.error AS why
FROM bot_inbox i WHERE i.state = 'dead' OR $1 AND i.state = 'waiting' ORDER BY i.id LIMIT $2
"""
_RETRY_JOBS: Final = """
UPDATE queue.pgqueuer SET status = 'queued', attempts = 0, execute_after = now(),
    updated = now(), heartbeat = now(), queue_manager_id = NULL, slot = NULL
WHERE status = 'failed' AND ($1::text[] IS NULL OR id::text = ANY($1)) RETURNING id
"""
_RETRY_MESSAGES: Final = """
UPDATE delivery SET state = 'waiting', attempts = 0, due_at = $2
WHERE (state = 'dead' AND $1::text[] IS NULL
       OR state IN ('dead', 'blocked') AND id::text = ANY($1))
RETURNING channel, destination
"""
_RETRY_UPDATES: Final = """
UPDATE bot_inbox SET state = 'waiting', attempts = 0
WHERE state = 'dead' AND ($1::text[] IS NULL OR id::text = ANY($1))
RETURNING channel, bot_id, chat_id
"""
ENQUEUE: Final = """
INSERT INTO queue.pgqueuer (priority, entrypoint, payload, execute_after, headers, status)
VALUES (0, $1, $2, now(), '{}', 'queued')
"""


KINDS: Final = ("job", "message", "update")


class Stuck(msgspec.Struct, frozen=True):
    """One thing that waits or failed."""

    kind: str
    id: str
    name: str
    state: str
    attempts: int
    due_at: datetime
    workspace: str | None
    why: str


async def listed(connection: Any, *, waiting: bool = False, limit: int = 200) -> list[Stuck]:
    """What failed for good; with `waiting` what is still to be done, too."""
    found: list[Stuck] = []
    for query in (_JOBS, _MESSAGES, _UPDATES):
        found += [Stuck(**row) for row in await connection.fetch(query, waiting, limit)]
    return found


async def retry(connection: Any, ids: list[str] | None) -> int:
    """Start over with these, or with all that failed; how many."""
    async with connection.transaction():
        return sum([await again(connection, kind, ids) for kind in KINDS])


async def again(connection: Any, kind: str, ids: list[str] | None) -> int:
    """Start over with these of one kind, or with all of it; how many."""
    if kind == "job":
        return len(await connection.fetch(_RETRY_JOBS, ids))
    if kind == "message":
        name, rows = "delivery.send", await connection.fetch(_RETRY_MESSAGES, ids, clock.now())
    else:
        name, rows = INBOX_JOB, await connection.fetch(_RETRY_UPDATES, ids)
    for payload in {msgspec.json.encode(dict(row)) for row in rows}:
        await connection.execute(ENQUEUE, name, payload)
    return len(rows)
