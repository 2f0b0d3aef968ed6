"""Access tokens that networks lend for an hour or two: asked for once, by one for all who wait."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import msgspec

from kernel import clock, secret

# Renewed a little before its time, for a call takes some itself.
EARLY: Final = timedelta(minutes=5)

_T = TypeVar("_T")
Secrets = Mapping[str, str]
# The token, and for how many seconds it is lent.
Lent = tuple[str, int]


class Expired(ConnectionError):
    """The network does not take the token any more."""


class _Kept(msgspec.Struct, frozen=True):
    token: str
    until: datetime

    def __repr__(self) -> str:
        return f"_Kept({self.until})"


class Tokens:
    """In memory, by the secrets that they were lent for: other secrets are lent another token."""

    def __init__(self, ask: Callable[[Secrets], Awaitable[Lent]]) -> None:
        self._ask = ask
        self._kept: dict[bytes, _Kept] = {}
        self._turns: defaultdict[bytes, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def using(self, secrets: Secrets, act: Callable[[str], Awaitable[_T]]) -> _T:
        """Act with the token; once more with a new one where it is found to be expired."""
        token = await self.get(secrets)
        try:
            return await act(token)
        except Expired:
            self.spoil(secrets, token)
        return await act(await self.get(secrets))

    async def opening(
        self, secrets: Secrets, pieces: Callable[[str], AsyncIterator[bytes]]
    ) -> AsyncIterator[bytes]:
        """The pieces that the token opens; one that is found to be expired is not kept."""
        token = await self.get(secrets)
        try:
            async for piece in pieces(token):
                yield piece
        except Expired:
            self.spoil(secrets, token)
            raise

    async def get(self, secrets: Secrets) -> str:
        """The token that is good now."""
        key = _key(secrets)
        async with self._turns[key]:
            kept = self._kept.get(key)
            if kept is None or kept.until <= clock.now():
                token, seconds = await self._ask(secrets)
                lasts = max(timedelta(seconds=seconds) - EARLY, timedelta(seconds=1))
                kept = self._kept[key] = _Kept(token, clock.now() + lasts)
        return kept.token

    def spoil(self, secrets: Secrets, token: str) -> None:
        """It is no good; one that somebody was lent since then stays."""
        key = _key(secrets)
        kept = self._kept.get(key)
        if kept is not None and kept.token == token:
            del self._kept[key]


def lent(told: Mapping[str, Any], token: str, seconds: str) -> Lent:
    """The token that an answer brings under this name; without one, a `ConnectionError`."""
    found, lasts = told.get(token), told.get(seconds)
    if not isinstance(found, str) or not found:
        raise ConnectionError("the network lends no token")
    return found, lasts if isinstance(lasts, int) else 0


def _key(secrets: Secrets) -> bytes:
    return secret.digest(msgspec.json.encode(sorted(secrets.items())).decode())
