"""Who sends a body slowly waits alone: nothing is held for them, and not for long."""

import asyncio
from typing import Any, Final

import msgspec
from litestar.types import ASGIApp, Receive, Send

from kernel.http import Problem
from kernel.i18n import _

# A form or a JSON body is whole before a connection to the database is taken for it.
WHOLE: Final = 65_536
SECONDS: Final = 15.0
# A large file comes in while its record is held; so long, and then it must be there.
LONGEST: Final = 55.0
_BODILESS: Final = {"GET", "HEAD", "OPTIONS"}


class Promptness:
    """ASGI middleware around the router."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _BODILESS:
            await self.app(scope, receive, send)
            return
        end = asyncio.get_running_loop().time() + LONGEST
        try:
            async with asyncio.timeout(SECONDS):
                begun = await _begun(receive)
        except TimeoutError:
            await _late(send)
            return
        await self.app(scope, _rest(begun, receive, end), send)


async def _begun(receive: Receive) -> list[Any]:
    """The first messages: all of a small body."""
    messages: list[Any] = []
    size = 0
    while size < WHOLE:
        message: Any = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    return messages


def _rest(begun: list[Any], receive: Receive, end: float) -> Receive:
    begun.reverse()
    whole = not begun[0].get("more_body")

    async def go_on() -> Any:
        if begun:
            return begun.pop()
        if whole:
            # Nothing is awaited but the end of the connection, which may take its time.
            return await receive()
        async with asyncio.timeout(min(SECONDS, end - asyncio.get_running_loop().time())):
            return await receive()

    return go_on


async def _late(send: Send) -> None:
    detail = _("The request did not arrive in time. Please send it again.")
    body = msgspec.json.encode(Problem("/problems/slow", "Request Timeout", 408, detail))
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
