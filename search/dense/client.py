"""Asking the embedder: soon or not at all, for the words' results never wait for it."""

import asyncio
import contextlib
from pathlib import Path

import msgspec

from search.dense.wire import Answer, Ask, receive, send, socket_in

QUERY_SECONDS = 0.3
PASSAGES_SECONDS = 20.0


class Absent(Exception):
    """No embedder answers, or not in time: search goes on by words."""


class Embedding:
    """The door to the embedder of one installation; cheap to make."""

    def __init__(self, data_dir: Path) -> None:
        self._path = socket_in(data_dir)

    async def query(self, text: str, *, model: str = "", seconds: float = QUERY_SECONDS) -> Answer:
        """What a question means to the embedder's own model, or to the one that is named."""
        return await self._ask(Ask("query", [text], model), seconds)

    async def passages(
        self, texts: list[str], *, model: str = "", seconds: float = PASSAGES_SECONDS
    ) -> Answer:
        return await self._ask(Ask("passage", texts, model), seconds)

    def present(self) -> bool:
        return self._path.exists()

    async def _ask(self, ask: Ask, seconds: float) -> Answer:
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(ask)
        except (OSError, EOFError, TimeoutError, msgspec.MsgspecError) as error:
            raise Absent from error

    async def _exchange(self, ask: Ask) -> Answer:
        reader, writer = await asyncio.open_unix_connection(str(self._path))
        try:
            await send(writer, ask)
            answer = msgspec.msgpack.decode(await receive(reader), type=Answer)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        if len(answer.meanings) != len(ask.texts) or ask.model not in ("", answer.model):
            raise Absent
        return answer


def as_text(vector: bytes) -> str:
    """The vector as pgvector reads it."""
    return "[" + ",".join(f"{number:.7g}" for number in memoryview(vector).cast("f")) + "]"
