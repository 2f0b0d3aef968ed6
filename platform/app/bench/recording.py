"""What our endpoint says to PostgreSQL, word for word, so that the twin can say the same."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import msgspec

from app.main import Outermost
from kernel.ids import uuid7


class Said(msgspec.Struct):
    """One message: the driver's method, the text, the values, and what to do with them."""

    method: str
    text: str
    values: list[Any]


class Recorded(msgspec.Struct):
    """The conversation of one request; `fresh` are identifiers that it made."""

    name: str
    said: list[Said]
    fresh: list[str]
    status: int


class _Connection:
    def __init__(self, inner: Any, said: list[Said]) -> None:
        self._inner = inner
        self._said = said

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._inner, name)
        if name not in {"fetch", "fetchrow", "fetchval", "execute"}:
            return attribute

        async def noted(text: str, *values: Any, **options: Any) -> Any:
            self._said.append(Said(name, text, [tagged(value) for value in values]))
            return await attribute(text, *values, **options)

        return noted


class _Pool:
    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.said: list[Said] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def acquire(self, **options: Any) -> Any:
        return _Connection(await self._inner.acquire(**options), self.said)

    async def release(self, connection: Any) -> None:
        await self._inner.release(connection._inner)  # noqa: SLF001 -- our own wrapper


async def recorded(
    app: Outermost, name: str, method: str, path: str, token: str, body: Any = None
) -> Recorded:
    """Ask our application once and keep what it said to the database."""
    outside: Any = app
    database = app.inner.state.database
    pool, began = database._pool, uuid7()  # noqa: SLF001 -- looking underneath is the purpose
    database._pool = watched = _Pool(pool)  # noqa: SLF001
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=outside), base_url="http://bench"
        ) as client:
            answer = await client.request(
                method, path, json=body, headers={"Authorization": f"Bearer {token}"}
            )
    finally:
        database._pool = pool  # noqa: SLF001
    answer.raise_for_status()
    fresh = sorted({u for s in watched.said for u in _identifiers(s.values) if u > str(began)})
    return Recorded(name, watched.said, fresh, answer.status_code)


def tagged(value: Any) -> Any:
    """JSON can carry it there and `untagged` brings it back."""
    if isinstance(value, UUID):
        return {"uuid": str(value)}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, list | tuple):
        return [tagged(entry) for entry in value]
    if isinstance(value, dict):
        return {"json": msgspec.json.encode(value).decode()}
    return value


def untagged(value: Any, names: dict[str, UUID], number: int) -> Any:
    """The value again, with fresh identifiers and numbers in the place of those recorded."""
    match value:
        case {"uuid": str() as text}:
            return names.get(text) or UUID(text)
        case {"at": str() as text}:
            return datetime.fromisoformat(text).astimezone(UTC)
        case {"bytes": str() as text}:
            return bytes.fromhex(text)
        case {"json": str() as text}:
            return msgspec.json.decode(text)
        case list():
            return [untagged(entry, names, number) for entry in value]
        case int() if value > _LARGE:
            return value + number
    return value


def _identifiers(values: list[Any]) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found.extend(_identifiers(value))
        elif isinstance(value, dict) and "uuid" in value:
            found.append(value["uuid"])
    return found


_LARGE = 2**40
