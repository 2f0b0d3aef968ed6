"""Calling a network's servers: one pool of connections, and no secret in what is raised."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import httpx
import msgspec

from kernel.delivery import Blocked, Hopeless, Later

PATIENCE: Final = 15.0
CHUNK: Final = 65_536
# Where a network that wants us to wait does not say how long.
PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 3_600.0
_BUSY, _FAULTY, _REFUSED, _NOT_YET = 429, 500, 400, 202
# Their INFO lines hold addresses, and some networks want a token in those.
for _noisy in ("httpx", "httpcore"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)
_clients: WeakKeyDictionary[Any, httpx.AsyncClient] = WeakKeyDictionary()


class Busy(Later):
    """It wants us to wait; `told` is what it said of that."""

    def __init__(self, answer: "Answer") -> None:
        self.told = answer.told()
        super().__init__(pause(answer.headers))


class Refusal(Hopeless):
    """The network will never take it; `code` is its own word for why, and says nothing of ours."""

    def __init__(self, network: str, code: int | str) -> None:
        self.code = code
        super().__init__(f"{network} refused it: {code}")


@contextmanager
def closed_to_us(is_nobody: Callable[[int | str], bool]) -> Iterator[None]:
    """Where a refusal tells that somebody is not to be had any more, the chat is `Blocked`."""
    try:
        yield
    except Refusal as refused:
        if is_nobody(refused.code):
            raise Blocked(str(refused)) from refused
        raise


class Answer(msgspec.Struct, frozen=True):
    """What a server said, whether it agreed or not."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def agreed(self) -> bool:
        """Whether it did what was asked."""
        return self.status < _REFUSED

    def told(self) -> dict[str, Any]:
        """Its JSON object; an empty one where it is none."""
        try:
            found = msgspec.json.decode(self.body)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def client() -> httpx.AsyncClient:
    """The connections of the running loop, which follow nowhere and ask no proxy."""
    loop = asyncio.get_running_loop()
    found = _clients.get(loop)
    if found is None:
        found = httpx.AsyncClient(timeout=PATIENCE, trust_env=False, follow_redirects=False)
        _clients[loop] = found
    return found


async def call(method: str, url: str, **what: Any) -> Answer:
    """Ask as httpx does. Raises `Busy`, or `ConnectionError` where nobody answers or it fails."""
    try:
        said = await client().request(method, url, **what)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ConnectionError(type(error).__name__) from None
    answer = Answer(said.status_code, said.headers, said.content)
    if answer.status == _BUSY:
        raise Busy(answer)
    if answer.status >= _FAULTY:
        raise ConnectionError(f"HTTP {answer.status}")
    return answer


async def pieces(
    url: str,
    headers: Mapping[str, str],
    *,
    of: tuple[str, ...],
    refuse: Callable[[Answer], None] | None = None,
) -> AsyncIterator[bytes]:
    """What lies there, if that is on one of these servers or below them.

    `refuse` is shown what may be a refusal in place of a file, and raises what it means.
    Raises `Hopeless` where it is not to be had, `ConnectionError` where it may be later.
    """
    if not within(url, of):
        raise Hopeless("the network names a server that is not its own")
    try:
        async with client().stream("GET", url, headers=dict(headers)) as said:
            if said.status_code in {_NOT_YET, _BUSY} or said.status_code >= _FAULTY:
                raise ConnectionError(f"HTTP {said.status_code}")
            if refuse is not None and _may_refuse(said):
                content = await said.aread()
                refuse(Answer(said.status_code, said.headers, content))
                yield content
                return
            if not said.is_success:
                raise Hopeless(f"HTTP {said.status_code}")
            async for piece in said.aiter_bytes(CHUNK):
                yield piece
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ConnectionError(type(error).__name__) from None


def _may_refuse(said: httpx.Response) -> bool:
    kind = said.headers.get("content-type", "")
    return not said.is_success or kind.startswith(("application/json", "text/plain"))


def pause(headers: Mapping[str, str]) -> float:
    """How many seconds the server wants us to wait."""
    told = headers.get("retry-after", "")
    seconds = float(told) if told.isdecimal() and len(told) < len(str(2**31)) else PAUSE
    return min(max(seconds, 1.0), LONGEST_PAUSE)


def within(url: str, servers: tuple[str, ...]) -> bool:
    """By `scheme://host[:port]`; what is below a host counts as its own."""
    try:
        there = urlsplit(url)
        return any(_same(there.scheme, there.netloc, urlsplit(server)) for server in servers)
    except ValueError:
        return False


def _same(scheme: str, netloc: str, server: Any) -> bool:
    own = netloc == server.netloc or netloc.endswith(f".{server.netloc}")
    return bool(scheme == server.scheme and own and "@" not in netloc)


async def close() -> None:
    """Close the connections of the running loop."""
    found = _clients.pop(asyncio.get_running_loop(), None)
    if found is not None:
        await found.aclose()
