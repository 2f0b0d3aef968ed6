"""A chat network's server on a port of its own: keeps what it is told, refuses when asked to."""

import asyncio
import json
from collections import deque

from networks.kit import Answered, Call, Kit, Shown


class Server:
    """Answers as the kit says."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.calls: list[Call] = []
        self.instead: deque[Answered] = deque()
        self.files: dict[str, bytes] = {}
        self.url = ""

    async def start(self) -> "Server":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self.kit.server = self
        return self

    async def stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def screen(self) -> list[Shown]:
        """What was shown in the chat, in order."""
        found = (self.kit.shown(call) for call in self.calls)
        return [one for one in found if one is not None]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                method, target = line.decode().split()[:2]
                headers = {}
                while (header := (await reader.readline()).decode().strip()) != "":
                    name, _colon, value = header.partition(":")
                    headers[name.lower()] = value.strip()
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                path, _mark, query = target.partition("?")
                said = self._answer(Call(method, path, headers, body, query))
                content = (
                    said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
                )
                extra = "".join(f"{name}: {value}\r\n" for name, value in said.headers.items())
                head = f"HTTP/1.1 {said.status} X\r\n{extra}Content-Length: {len(content)}\r\n\r\n"
                writer.write(head.encode() + content)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _answer(self, call: Call) -> Answered:
        if self.instead:
            return self.instead.popleft()
        said = self.kit.answer(call)
        if said.status < 400:
            self.calls.append(call)
        return said
