"""The embedder: one process, one thread, the only one that has the model in memory."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import msgspec

from search.dense.encoder import Encoder, Meaning
from search.dense.models import model_named
from search.dense.shelf import Shelf
from search.dense.wire import Answer, Ask, receive, send, socket_in

# Large enough to lose little of the model's pace (16 at once give 99 % of it, 8 give 87); small
# enough that a query waits less than a fifth of a second behind notes of usual length.
_AT_ONCE = 16
_FIRST = {"query": 0, "passage": 1}

_Work = tuple[
    int, int, Callable[[list[str]], list[Meaning]], list[str], asyncio.Future[list[Meaning]]
]


class Embedder:
    """Answers on its socket, queries first, until it is cancelled."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._shelf = Shelf(encoder)
        self._path = path
        self._thread = ThreadPoolExecutor(1)
        self._waiting: asyncio.PriorityQueue[_Work] = asyncio.PriorityQueue()
        self._arrival = count()

    async def serve(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        umask = os.umask(0o077)
        try:
            server = await asyncio.start_unix_server(self._client, str(self._path))
        finally:
            os.umask(umask)
        async with server, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._work())
            await server.serve_forever()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            *_, encode, texts, done = await self._waiting.get()
            if done.cancelled():
                continue
            try:
                meanings = await loop.run_in_executor(self._thread, encode, texts)
            except Exception as error:  # noqa: BLE001 -- the asker is told; the next is served
                if not done.cancelled():
                    done.set_exception(error)
            else:
                if not done.cancelled():
                    done.set_result(meanings)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError, msgspec.MsgspecError, asyncio.CancelledError):
            while True:
                ask = msgspec.msgpack.decode(await receive(reader), type=Ask)
                name = ask.model or self._shelf.own
                meanings: list[Meaning] = []
                for start in range(0, len(ask.texts), _AT_ONCE):
                    meanings += await self._understand(
                        name, ask.kind, ask.texts[start : start + _AT_ONCE]
                    )
                await send(writer, Answer(name, meanings))
        writer.close()

    async def _understand(self, name: str, kind: str, texts: list[str]) -> list[Meaning]:
        def encode(texts: list[str]) -> list[Meaning]:
            encoder = self._shelf.take(name)
            if encoder is None:
                return []
            return encoder.queries(texts) if kind == "query" else encoder.passages(texts)

        done: asyncio.Future[list[Meaning]] = asyncio.get_running_loop().create_future()
        await self._waiting.put((_FIRST[kind], next(self._arrival), encode, texts, done))
        return await done


async def run(encoder: Encoder, path: Path) -> None:
    """Serve until told to stop, or until the parent is gone (its pipe to us closes)."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if not sys.stdin.isatty():
        loop.add_reader(sys.stdin, lambda: stop.set() if not os.read(0, 1024) else None)
    serving = asyncio.create_task(Embedder(encoder, path).serve())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def main() -> None:
    parser = argparse.ArgumentParser(description="Answer with the meaning of texts.")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--model", required=True)
    options = parser.parse_args()
    path = socket_in(options.data_dir)
    try:
        asyncio.run(run(Encoder(model_named(options.model)), path))
    finally:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
