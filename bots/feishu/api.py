"""Feishu's interface: lent tokens, and what its refusals mean."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final

from bots.gateway import calling
from bots.gateway.calling import LONGEST_PAUSE, PAUSE, Answer, Refusal
from bots.gateway.tokens import Expired, Lent, Secrets, Tokens, lent
from kernel.delivery import Hopeless, Later
from kernel.errors import Unauthenticated

FEISHU, LARK = "https://open.feishu.cn", "https://open.larksuite.com"
BUSY: Final = {99991400, 230020, 11232, 11233, 11247}
EXPIRED: Final = {99991661, 99991663, 99991664, 99991665, 99991668, 99991677}
STRANGERS: Final = {10003, 10012, 10013, 10014}


class Api:
    """One of the two hosts."""

    def __init__(self, *, abroad: bool) -> None:
        self._abroad = abroad
        self._tokens = Tokens(self._lent)

    @property
    def host(self) -> str:
        """Where it is."""
        return LARK if self._abroad else FEISHU

    async def call(self, secrets: Secrets, method: str, path: str, **what: Any) -> dict[str, Any]:
        """The whole answer. Raises `Later`, `Refusal`, `Unauthenticated` or `ConnectionError`."""
        return await self._tokens.using(secrets, partial(self._once, method, path, what))

    async def _once(
        self, method: str, path: str, what: Mapping[str, Any], token: str
    ) -> dict[str, Any]:
        said = await calling.call(method, self._at(path), headers=_by(token), **what)
        refuse(said)
        return said.told()

    def file(self, secrets: Secrets, reference: str) -> AsyncIterator[bytes]:
        """The bytes of what a message enclosed."""
        message_id, key, kind = reference.split("/")
        address = self._at(f"im/v1/messages/{message_id}/resources/{key}?type={kind}")

        def pieces(token: str) -> AsyncIterator[bytes]:
            return calling.pieces(address, _by(token), of=(self.host,), refuse=refuse)

        return self._tokens.opening(secrets, pieces)

    async def _lent(self, secrets: Secrets) -> Lent:
        known = {"app_id": secrets["app_id"], "app_secret": secrets["app_secret"]}
        said = await calling.call(
            "POST", self._at("auth/v3/tenant_access_token/internal"), json=known
        )
        refuse(said)
        return lent(said.told(), "tenant_access_token", "expire")

    def _at(self, path: str) -> str:
        return f"{self.host}/open-apis/{path}"


def refuse(said: Answer) -> None:
    """Raise what an answer means, if it is a refusal."""
    code = said.told().get("code")
    if code in BUSY:
        raise Later(_pause(said))
    if code in STRANGERS:
        raise Unauthenticated
    if code in EXPIRED:
        raise Expired(f"Feishu: {code}")
    if isinstance(code, int) and code != 0:
        raise Refusal("Feishu", code)
    if not said.agreed:
        raise Hopeless(f"HTTP {said.status}")


def _pause(said: Answer) -> float:
    told = said.headers.get("x-ogw-ratelimit-reset", "")
    return min(float(told), LONGEST_PAUSE) if told.isdecimal() else PAUSE


def _by(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
