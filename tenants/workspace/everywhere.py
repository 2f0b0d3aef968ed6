"""The same job for each workspace, left by one statement however many there are."""

from typing import Any

import msgspec

from kernel import clock
from kernel.jobs import WAITING
from kernel.transaction import UnitOfWork

_LEAVE = f"""
INSERT INTO queue.pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, headers,
                            status)
SELECT 0, $1::text, $2::bytea, $3::timestamptz, $1::text || '.' || w.id,
       jsonb_build_object('tenant', w.id::text), 'queued'
FROM workspace w WHERE w.status = 'active' OR $4
ON CONFLICT {WAITING} DO NOTHING
"""


async def everywhere(
    uow: UnitOfWork, name: str, payload: dict[str, Any] | None = None, *, closed_too: bool = False
) -> None:
    """A workspace whose job of this name still waits gets no second one.

    `closed_too`: those that nobody can enter just now have it done as well.
    """
    said = msgspec.json.encode(payload or {})
    uow.rings |= await uow.execute(_LEAVE, name, said, clock.now(), closed_too) > 0
