"""A Stripe on this machine: its API, its pages and its events, over real HTTP."""

import asyncio
import json
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from stripe_twin import (  # noqa: F401 -- imported for the routes that they register
    catalogue,
    charges,
    checkout,
    clocks,
    customers,
    invoices,
    pages,
    previews,
    router,
    schedules,
    subscriptions,
)
from stripe_twin.faults import Fault
from stripe_twin.forms import read
from stripe_twin.ledger import Ledger
from stripe_twin.post import Post

KEY = "sk_test_twin"


class StripeTwin:
    """One account of it; `stop` closes its door.

    `mishaps` are for the next requests, in order: a status, "unheard" (nothing is done),
    "unsaid" (done, and the answer is lost), so many seconds (done, and said late) or an event
    that is set when it is done, and nobody answers any more.
    """

    def __init__(self, now: int | None = None) -> None:
        self.ledger = Ledger(now)
        self.post = Post(self.ledger)
        self.mishaps: deque[int | float | str | asyncio.Event | None] = deque()
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self._kept: dict[str, tuple[str, int, dict[str, Any]]] = {}
        self._talking: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._again, self._slow = False, 0.0
        self._silent: asyncio.Event | None = None
        self.port = 0

    async def start(self, port: int = 0) -> "StripeTwin":
        """Listen; again on the same port after `stop`."""
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", port or self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self.ledger.url = f"http://127.0.0.1:{self.port}"
        return self

    @property
    def url(self) -> str:
        """Where it is."""
        return self.ledger.url

    async def stop(self) -> None:
        """Nobody is there any more; the books stay."""
        if self._server is not None:
            self._server.close()
            for writer in [*self._talking]:
                writer.transport.abort()
            await self._server.wait_closed()
            self._server = None

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talking.add(writer)
        try:
            while line := await reader.readline():
                method, target, _version = line.decode().split()
                headers: dict[str, str] = {}
                while header := (await reader.readline()).decode().strip():
                    name, _colon, value = header.partition(":")
                    headers[name.lower()] = value.strip()
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                answer = self._answer(method, target, headers, body.decode())
                if answer is None:
                    return
                if self._silent is not None:
                    self._silent.set()
                    await reader.read()
                    return
                await asyncio.sleep(self._slow)
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._talking.discard(writer)
            writer.close()

    def _answer(self, method: str, target: str, headers: dict[str, str], body: str) -> bytes | None:
        parts = urlsplit(target)
        if parts.path.startswith("/hosted/"):
            form = read(body) if method == "POST" else None
            status, text = pages.show(self.ledger, parts.path, form)
            if status == 303:
                return _http(303, b"", f"Location: {text}\r\n")
            return _http(status, text.encode(), "Content-Type: text/html; charset=utf-8\r\n")
        mishap = self.mishaps.popleft() if self.mishaps else None
        self._slow = mishap if isinstance(mishap, float) else 0
        self._silent = mishap if isinstance(mishap, asyncio.Event) else None
        if mishap == "unheard":
            return None
        if isinstance(mishap, int):
            told: dict[str, Any] = {"error": {"type": "api_error", "message": "mishap"}}
            return _json(mishap, told)
        params = read("&".join(part for part in (parts.query, body) if part))
        status, told = self._done(method, parts.path, params, headers)
        again = "Idempotent-Replayed: true\r\n" if self._again else ""
        return None if mishap == "unsaid" else _json(status, told, again)

    def _done(
        self, method: str, path: str, params: dict[str, Any], headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        if headers.get("authorization") != f"Bearer {KEY}":
            fault = Fault("Invalid API Key provided", status=401)
            return fault.status, fault.body
        self.calls.append((method, path, params))
        self._again = False
        key = headers.get("idempotency-key") if method == "POST" else None
        print_of_it = json.dumps([path, params], sort_keys=True)
        if key in self._kept:
            known, status, told = self._kept[key]
            if known != print_of_it:
                fault = Fault(
                    "Keys for idempotent requests can only be used with the same parameters.",
                    type="idempotency_error",
                )
                return fault.status, fault.body
            self._again = True
            return status, told
        self.ledger.request = {"id": f"req_{len(self.calls)}", "idempotency_key": key}
        try:
            status, told = 200, router.answer(self.ledger, method, path, params)
        except Fault as fault:
            status, told = fault.status, fault.body
        except KeyError as missing:
            fault = Fault(f"Missing required param: {missing.args[0]}.", param=missing.args[0])
            status, told = fault.status, fault.body
        if key is not None and not (status == 400 and told["error"].get("param")):
            self._kept[key] = (print_of_it, status, told)
        return status, told


def _json(status: int, told: dict[str, Any], also: str = "") -> bytes:
    headers = f"Content-Type: application/json\r\nRequest-Id: req_twin\r\n{also}"
    return _http(status, json.dumps(told).encode(), headers)


def _http(status: int, body: bytes, headers: str) -> bytes:
    return f"HTTP/1.1 {status} X\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body
