"""DingTalk's interface: lent tokens, and what its refusals mean."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from bots.gateway import calling
from bots.gateway.calling import PAUSE, Answer, Refusal
from bots.gateway.tokens import Expired, Lent, Secrets, Tokens, lent
from kernel.delivery import Later
from kernel.errors import Unauthenticated

HOST, OLD = "https://api.dingtalk.com", "https://oapi.dingtalk.com"
UNKNOWN, FORBIDDEN = 401, 403
STRANGERS: Final = {"invalidClientIdOrSecret", "Invalid.AppKeyOrAppSecret", "invalidParameter"}
# Of the old interface, which still takes the pictures.
EXPIRED: Final = {40001, 40014, 42001}
# Where files lie that were sent to a robot.
FILES: Final = ("https://dingtalk.com", "https://aliyuncs.com", "https://alicdn.com")


class Api:
    """The new host, and the old one, on which files are put."""

    def __init__(self) -> None:
        self._tokens = Tokens(self._lent)

    async def call(self, secrets: Secrets, path: str, what: Mapping[str, Any]) -> dict[str, Any]:
        """The answer. Raises `Later`, `Refusal`, `Unauthenticated` or `ConnectionError`."""
        return await self._tokens.using(secrets, partial(self._once, path, what))

    async def _once(self, path: str, what: Mapping[str, Any], token: str) -> dict[str, Any]:
        by = {"x-acs-dingtalk-access-token": token}
        said = await calling.call("POST", f"{HOST}/v1.0/{path}", headers=by, json=what)
        refuse(said)
        return said.told()

    async def check(self, secrets: Secrets) -> None:
        """Whether it lends a token for these secrets now."""
        await self._lent(secrets)

    async def upload(self, secrets: Secrets, name: str, picture: bytes) -> str:
        """The name by which messages show the picture."""
        files = {"media": (name, picture, "image/png")}
        return await self._tokens.using(secrets, partial(self._uploaded, files))

    async def _uploaded(self, files: Mapping[str, Any], token: str) -> str:
        query = urlencode({"access_token": token, "type": "image"})
        said = await calling.call("POST", f"{OLD}/media/upload?{query}", files=files)
        told = said.told()
        if told.get("errcode") in EXPIRED:
            raise Expired(f"DingTalk: {told['errcode']}")
        if not told.get("media_id"):
            raise Refusal("DingTalk", str(told.get("errcode", said.status)))
        return str(told["media_id"])

    async def file(self, secrets: Secrets, code: str) -> AsyncIterator[bytes]:
        """The bytes of what was enclosed."""
        robot = {"robotCode": secrets["robot_code"], "downloadCode": code}
        found = await self.call(secrets, "robot/messageFiles/download", robot)
        address = str(found.get("downloadUrl", ""))
        if not address.startswith(f"{HOST}/"):
            address = f"https://{address.partition('://')[2]}"
        async for piece in calling.pieces(address, {}, of=(HOST, *FILES)):
            yield piece

    async def _lent(self, secrets: Secrets) -> Lent:
        known = {"appKey": secrets["app_key"], "appSecret": secrets["app_secret"]}
        said = await calling.call("POST", f"{HOST}/v1.0/oauth2/accessToken", json=known)
        told = said.told()
        if said.status in {UNKNOWN, FORBIDDEN} or told.get("code") in STRANGERS:
            raise Unauthenticated
        refuse(said)
        return lent(told, "accessToken", "expireIn")


def refuse(said: Answer) -> None:
    """Raise what an answer means, if it is a refusal."""
    if said.agreed:
        return
    code = str(said.told().get("code", said.status))
    if "QpsLimit" in code or "Throttling" in code:
        raise Later(PAUSE)
    if said.status == UNKNOWN or code == "InvalidAuthentication":
        raise Expired(f"DingTalk: {code}")
    raise Refusal("DingTalk", code)
