"""Somebody else's model that the operator named by an OpenAI-compatible address."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import httpx
import msgspec


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Answer(msgspec.Struct):
    choices: list[_Choice]


class Engine(msgspec.Struct, frozen=True):
    """Where it is, its key and which model; the key stands in no error and no log."""

    address: str
    key: str
    model: str

    def __repr__(self) -> str:
        return f"Engine({self.model})"

    @classmethod
    def at(cls, url: str, *, model: str) -> "Engine":
        """`https://:KEY@host/v1?model=NAME`; the `model` is what holds without one."""
        parts = urlsplit(url)
        named = parse_qs(parts.query).get("model", [model])[0]
        host = parts.netloc.rpartition("@")[2]
        address = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        return cls(address, unquote(parts.password or ""), named)

    async def post(self, path: str, *, patience: float, **what: Any) -> bytes:
        """The answer; whatever goes wrong is a `ConnectionError`."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            async with httpx.AsyncClient(timeout=patience) as client:
                answer = await client.post(f"{self.address}/{path}", headers=headers, **what)
        except httpx.HTTPError as error:
            raise ConnectionError(type(error).__name__) from None
        if not answer.is_success:
            raise ConnectionError(f"HTTP {answer.status_code}")
        return answer.content

    async def reply(self, told: str, text: str, *, patience: float) -> str | None:
        """What a language model that was `told` so says; None for what is no answer."""
        messages = [{"role": "system", "content": told}, {"role": "user", "content": text}]
        body = {"model": self.model, "messages": messages, "temperature": 0}
        answer = await self.post("chat/completions", patience=patience, json=body)
        try:
            return msgspec.json.decode(answer, type=_Answer).choices[0].message.content
        except (msgspec.MsgspecError, IndexError):
            return None
