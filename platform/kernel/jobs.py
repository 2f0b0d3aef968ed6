"""Work for later: enqueued in the transaction of its cause, run at least once by a worker."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kernel import clock
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork

SCHEMA = "queue"

# A unit of work in the job's workspace, committed at the end of its block.
Work = Callable[[], AbstractAsyncContextManager[UnitOfWork]]
Handler = Callable[[Any, dict[str, Any]], Awaitable[None]]

# Of a job that is wanted once, a second is not made while the first waits or is at work.
WAITING = """(dedupe_key) WHERE ((status = ANY (ARRAY['queued'::queue.pgqueuer_status,
    'picked'::queue.pgqueuer_status])) AND (dedupe_key IS NOT NULL))"""
_INSERT = f"""
INSERT INTO queue.pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, headers,
                            status)
SELECT :priority::int, :entrypoint, :payload::bytea, :at::timestamptz, :dedupe_key,
       :headers::jsonb, 'queued'
WHERE {{only_if}}
ON CONFLICT {WAITING} DO NOTHING
RETURNING id
"""


class Job(msgspec.Struct, frozen=True):
    """A registered kind of work; `tenant` says whether it runs inside a workspace.

    One in `parts` gets `Work` instead of a unit of work: what takes long is done between two.
    """

    name: str
    handler: Handler
    tenant: bool
    cron: str | None = None
    parts: bool = False


JOBS: dict[str, Job] = {}


def job(
    name: str, *, tenant: bool = True, cron: str | None = None, parts: bool = False
) -> Callable[[Handler], Handler]:
    """Register a handler `(uow, payload)`; its unit of work is committed when it returns.

    `cron` jobs run once a tick for the whole deployment, outside of workspaces.
    """

    def register(handler: Handler) -> Handler:
        JOBS[name] = Job(name, handler, tenant and cron is None, cron, parts)
        return handler

    return register


def enqueue_part(  # noqa: PLR0913 -- a job is as much as this
    batch: WriteBatch,
    name: str,
    payload: dict[str, Any],
    *,
    tenant_id: UUID | None = None,
    at: datetime | None = None,
    dedupe_key: str | None = None,
    lane: str = "",
    priority: int = 0,
    only_if: str = "true",
    **known: Any,
) -> None:
    """Add a job to a write: invisible before the commit, gone with a rollback.

    `only_if` is a condition in SQL, with the values `known` by their names.

    Lanes take turns; without one of its own a job is in its workspace's. One of `priority` 1
    comes a turn earlier.
    """
    now = clock.now()
    batch.rings |= at is None or at <= now
    batch.add(
        _INSERT.format(only_if=only_if),
        **known,
        priority=priority,
        entrypoint=name,
        payload=msgspec.json.encode(payload),
        at=at or now,
        dedupe_key=dedupe_key,
        headers=({"tenant": str(tenant_id)} if tenant_id else {})
        | ({"lane": lane} if lane else {}),
    )


async def enqueue(
    uow: UnitOfWork,
    name: str,
    payload: dict[str, Any],
    *,
    at: datetime | None = None,
    dedupe_key: str | None = None,
    lane: str = "",
    priority: int = 0,
) -> None:
    """`enqueue_part` as a write of its own, for the unit of work's workspace."""
    batch = WriteBatch()
    enqueue_part(
        batch,
        name,
        payload,
        tenant_id=uow.tenant_id,
        at=at,
        dedupe_key=dedupe_key,
        lane=lane,
        priority=priority,
    )
    await batch.run(uow)
