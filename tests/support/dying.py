"""A process of ours that is taken by SIGKILL in the middle of a deed, as a machine takes it."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[2]


class Mother:
    """A process that has loaded everything, and has a child for each deed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def dies(self, reached: asyncio.Event, **deed: Any) -> bool:
        """Let a child do it and kill it once it got there; False where it was done before."""
        out, into = self._process.stdout, self._process.stdin
        assert out is not None
        assert into is not None
        into.write(json.dumps(deed).encode() + b"\n")
        pid = int(await out.readline())
        there = asyncio.ensure_future(reached.wait())
        done = asyncio.ensure_future(out.readline())
        await asyncio.wait({there, done}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        if killed := reached.is_set():
            os.kill(pid, signal.SIGKILL)
        there.cancel()
        # The mother says when her child is gone.
        ended = (await done).split()
        assert ended[0] == (b"-9" if killed else b"0"), ended
        return killed


@asynccontextmanager
async def mother(dsn: str) -> AsyncIterator[Mother]:
    """One that works at this database."""
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "platform", ROOT / "tests" / "support")))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, __file__, dsn),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        yield Mother(process)
    finally:
        process.kill()
        await process.wait()


async def _deed(dsn: str, told: dict[str, Any]) -> None:
    from paying import stripe_settings

    from billing.buying import service
    from billing.switch import selling
    from kernel import jobs
    from kernel.database import Database
    from kernel.entitled import enforcing
    from kernel.principal import house
    from kernel.transaction import UnitOfWork

    selling.use(stripe_settings(told["stripe"]))
    enforcing.on = True
    database = Database(dsn, size=1)
    await database.open()
    tenant = UUID(told["tenant"]) if told.get("tenant") else None

    @asynccontextmanager
    async def work() -> AsyncIterator[UnitOfWork]:
        uow = UnitOfWork(database)
        await (uow.begin(tenant) if tenant else uow.begin_outside())
        yield uow
        await uow.finish(commit=True)

    if "seats" in told:
        async with work() as uow:
            await service.change(uow, house(uow.tenant_id), seats=told["seats"])
        return
    job = jobs.JOBS[told["job"]]
    if job.parts:
        await job.handler(work, told["payload"])
        return
    async with work() as uow:
        await job.handler(uow, told["payload"])


def _live(dsn: str) -> None:
    from app.composition import compose

    compose()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            asyncio.run(_deed(dsn, json.loads(line)))
            os._exit(0)
        print(pid, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _live(*sys.argv[1:])
