"""WeCom's interface: the lent token stands in the address, which is told to nobody."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from bots.gateway import calling
from bots.gateway.calling import Answer, Refusal
from bots.gateway.tokens import Expired, Lent, Secrets, Tokens, lent
from kernel.delivery import Hopeless, Later
from kernel.errors import Unauthenticated

HOST = "https://qyapi.weixin.qq.com"
EXPIRED: Final = {40014, 41001, 42001}
BUSY: Final = {45009, 45033, 45047}
PAUSE: Final = 30.0
STRANGERS: Final = {40001, 40013, 40056, 41002, 41004}
NOT_FROM_HERE: Final = 60020
AWAY: Final = {-1}


class NotFromHere(ConnectionError):
    """The company has yet to trust this server's address."""


class Api:
    """Of all companies."""

    def __init__(self) -> None:
        self._tokens = Tokens(self._lent)

    async def get(self, secrets: Secrets, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """The answer. Raises `Later`, `Refusal`, `Unauthenticated` or `ConnectionError`."""
        return await self._tokens.using(secrets, partial(self._once, "GET", path, query, {}))

    async def post(
        self, secrets: Secrets, path: str, query: Mapping[str, str] | None = None, **what: Any
    ) -> dict[str, Any]:
        """The same for what changes something."""
        asking = partial(self._once, "POST", path, query or {}, what)
        return await self._tokens.using(secrets, asking)

    async def _once(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        what: Mapping[str, Any],
        token: str,
    ) -> dict[str, Any]:
        said = await calling.call(method, self._at(path, token, query), **what)
        refuse(said)
        return said.told()

    def file(self, secrets: Secrets, media: str) -> AsyncIterator[bytes]:
        """The bytes of what was enclosed; WeCom keeps them for three days."""

        def pieces(token: str) -> AsyncIterator[bytes]:
            address = self._at("media/get", token, {"media_id": media})
            return calling.pieces(address, {}, of=(HOST,), refuse=refuse)

        return self._tokens.opening(secrets, pieces)

    async def _lent(self, secrets: Secrets) -> Lent:
        known = {"corpid": secrets["corp_id"], "corpsecret": secrets["secret"]}
        said = await calling.call("GET", f"{HOST}/cgi-bin/gettoken", params=known)
        refuse(said)
        return lent(said.told(), "access_token", "expires_in")

    @staticmethod
    def _at(path: str, token: str, query: Mapping[str, str]) -> str:
        return f"{HOST}/cgi-bin/{path}?{urlencode({'access_token': token, **query})}"


def refuse(said: Answer) -> None:
    """Raise what an answer means, if it is a refusal."""
    code = said.told().get("errcode", 0)
    if code in BUSY:
        raise Later(PAUSE)
    if code in EXPIRED:
        raise Expired(f"WeCom: {code}")
    if code in STRANGERS:
        raise Unauthenticated
    if code == NOT_FROM_HERE:
        raise NotFromHere(f"WeCom: {code}")
    if code in AWAY:
        raise ConnectionError(f"WeCom: {code}")
    if isinstance(code, int) and code != 0:
        raise Refusal("WeCom", code)
    if not said.agreed:
        raise Hopeless(f"HTTP {said.status}")
