"""A job for each workspace: once while it waits, and where nobody can enter only if asked for."""

from typing import Any
from uuid import UUID, uuid4

from world import Workspace

from kernel.database import Database
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

_WHOSE = """
SELECT q.headers->>'tenant' FROM queue.pgqueuer q
WHERE q.entrypoint = $1 AND q.headers->>'tenant' = ANY($2)
"""


async def test_a_closed_workspace_is_left_out_and_nobody_gets_two(
    acme: Workspace, globex: Workspace, database: Database, admin: Any
) -> None:
    stop = "UPDATE workspace SET status = 'suspended' WHERE id = $1"
    await admin.execute(stop, UUID(globex.workspace_id))
    name = f"test.{uuid4().hex}"

    async def left(**how: Any) -> list[str]:
        uow = await UnitOfWork(database).begin_outside()
        await everywhere(uow, name, **how)
        await uow.finish(commit=True)
        ours = [acme.workspace_id, globex.workspace_id]
        return sorted(row[0] for row in await admin.fetch(_WHOSE, name, ours))

    assert await left() == [acme.workspace_id]
    assert await left() == [acme.workspace_id]
    assert await left(closed_too=True) == sorted([acme.workspace_id, globex.workspace_id])
