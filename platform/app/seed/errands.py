"""Jobs that the product would have enqueued for what was made up: reminders, and search."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from app.seed.world import Workspace
from crm.records.duplicates.writing import FILL
from search.indexing import FOLLOW_UP

_MAY = """
SELECT coalesce(has_table_privilege(to_regclass('queue.pgqueuer')::oid, 'INSERT'), FALSE)
"""
_JOBS = """
INSERT INTO queue.pgqueuer (priority, entrypoint, payload, execute_after, headers, status)
SELECT 0, j.entrypoint, j.payload, j.at, $4::jsonb, 'queued'
FROM unnest($1::text[], $2::bytea[], $3::timestamptz[]) AS j (entrypoint, payload, at)
ON CONFLICT DO NOTHING
"""


async def enqueue(
    connection: Any, workspace: Workspace, reminders: list[tuple[UUID, datetime]]
) -> None:
    """Remind of what is to come, let the texts get their vectors and customers be compared.

    Without a queue (a database that is only restored into) there is nobody to do it.
    """
    if not await connection.fetchval(_MAY):
        return
    tasks = [msgspec.json.encode({"task_id": str(task)}) for task, _at in reminders]
    await connection.execute(
        _JOBS,
        ["task.remind"] * len(tasks) + [FOLLOW_UP, FILL],
        [*tasks, b"{}", b"{}"],
        [*(at for _task, at in reminders), workspace.now, workspace.now],
        msgspec.json.encode({"tenant": str(workspace.id)}).decode(),
    )
