"""The twin: a bare ASGI application that says the same to PostgreSQL and does nothing else.

No framework, no routing beyond a look-up, no validation, no row scope in Python: the floor of
what an answer costs in this language, with this driver and this server.
"""

import itertools
import os
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from app.bench.recording import Recorded, untagged
from kernel.database import _keep, _prepare
from kernel.ids import uuid7


class Twin:
    """Replays the recorded conversation named by the first part of the path."""

    def __init__(self, recordings: list[Recorded], dsn: str) -> None:
        self._by_path = {f"/{recording.name}": recording for recording in recordings}
        self._dsn = dsn
        self._pool: Any = None
        self._numbers = itertools.count(1)
        self._plain = {
            path: [[untagged(v, {}, 0) for v in said.values] for said in recording.said]
            for path, recording in self._by_path.items()
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        while (await receive()).get("more_body"):
            pass
        recording = self._by_path[scope["path"]]
        body = await self._replay(scope["path"], recording)
        await send(
            {
                "type": "http.response.start",
                "status": recording.status,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", str(len(body)).encode()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": body})

    async def _replay(self, path: str, recording: Recorded) -> bytes:
        names = {old: uuid7() for old in recording.fresh}
        number = next(self._numbers) if recording.fresh else 0
        answer: list[dict[str, Any]] = []
        async with self._pool.acquire() as connection:
            for said, plain in zip(recording.said, self._plain[path], strict=True):
                values = [untagged(v, names, number) for v in said.values] if names else plain
                if said.method == "execute":
                    await connection.execute(said.text, *values)
                elif said.method == "fetch":
                    rows = await connection.fetch(said.text, *values)
                    answer = [dict(row) for row in rows]
                elif row := await connection.fetchrow(said.text, *values):
                    answer = [dict(row)]
        return msgspec.json.encode(answer)

    async def _lifespan(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await asyncpg.create_pool(
            self._dsn, min_size=2, max_size=10, init=_prepare, reset=_keep
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


def make() -> Twin:
    """The twin of the recordings that the environment names."""
    recordings = msgspec.json.decode(
        Path(os.environ["GUANXI_TWIN_RECORDINGS"]).read_bytes(), type=list[Recorded]
    )
    return Twin(recordings, os.environ["GUANXI_DATABASE_URL"])
