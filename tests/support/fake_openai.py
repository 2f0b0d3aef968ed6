"""A server that hears and reads as OpenAI-compatible ones do: it says what it is told to say."""

import asyncio
import json
from collections.abc import Callable
from typing import Self


class FakeOpenAI:
    """Answers each call with the next of `answers`; `calls` are (path, headers, body).

    An answer may be made of the body that was sent.
    """

    def __init__(self) -> None:
        self.answers: list[dict | Callable[[bytes], dict]] = []
        self.calls: list[tuple[str, str, bytes]] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.partition(":")[2])
            for line in head.splitlines()
            if line.lower().startswith("content-length:")
        )
        self.calls.append((head.split()[1], head, await reader.readexactly(length)))
        status = "200 OK" if self.answers else "503 Busy"
        said = self.answers.pop(0) if self.answers else {}
        answer = json.dumps(said(self.calls[-1][2]) if callable(said) else said).encode()
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer
        )
        await writer.drain()
        writer.close()
