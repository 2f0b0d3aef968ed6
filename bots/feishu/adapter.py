"""Feishu and Lark as adapters: their calls, their cards, their files."""

from collections.abc import AsyncIterator
from typing import ClassVar, Final

from bots.core.messages import Capabilities, Outbound
from bots.feishu import connecting, rendering, sending, updates
from bots.feishu.api import Api
from bots.feishu.seal import opened, signature
from bots.feishu.shapes import Envelope, envelope
from bots.gateway.accounts import Own
from bots.gateway.channel import Door, Heard, Knock, Payload, Unsound, Works
from bots.gateway.knocking import fresh, same
from bots.gateway.network import Network
from bots.gateway.own import Errand, OwnBots, Vouched, open_network
from kernel.errors import Unauthenticated

ASKED: Final = "url_verification"


class Feishu(OwnBots):
    """What both do in their own way."""

    network: ClassVar[Network] = connecting.FEISHU
    capabilities: ClassVar[Capabilities] = rendering.CAPABILITIES
    works: ClassVar[Works] = Works(hears=frozenset({"voice", "photo", "document", "place"}))

    def __init__(self) -> None:
        self.api = Api(abroad=self.channel == connecting.LARK.channel)

    async def vouch(self, secrets: dict[str, str]) -> Vouched:
        """By the app's name, which it tells to whoever has its secret."""
        found = (await self.api.call(secrets, "GET", "bot/v3/info")).get("bot")
        name = found.get("app_name", "") if isinstance(found, dict) else ""
        return Vouched(secrets["app_id"], str(name))

    async def believe(self, own: Own, knock: Knock) -> Door:
        """By the token; with an encrypt key all must be sealed with it, and signed."""
        body, key = await knock.body(), own.secrets.get("encrypt_key", "")
        plain = _opened(key, body) if key else body
        told = _envelope(plain)
        token = told.header.token if told.header is not None else told.token
        vouched = same(token, own.secrets["verification_token"])
        if told.type == ASKED and vouched:
            return Door(bot_id=own.number, answer={"challenge": told.challenge})
        if not (vouched or (key and not token)) or (key and not _signed(key, knock, body)):
            raise Unauthenticated
        return Door(bot_id=own.number, brought=(plain,), answer={})

    def parse(self, raw: bytes) -> Heard:
        return updates.parse(self.channel, raw)

    def render(self, message: Outbound) -> list[Payload]:
        return rendering.rendered(message)

    async def deliver(self, errand: Errand) -> str:
        return await sending.send(self.api, errand)

    def fetch(self, own: Own, reference: str) -> AsyncIterator[bytes]:
        return self.api.file(own.secrets, reference)


class Lark(Feishu):
    """The same abroad."""

    network: ClassVar[Network] = connecting.LARK


def _opened(key: str, body: bytes) -> bytes:
    sealed = _envelope(body).encrypt
    try:
        return opened(key, sealed or "")
    except Unsound as error:
        raise Unauthenticated from error


def _envelope(body: bytes) -> Envelope:
    """What a call may have; nothing of it where it is something else."""
    try:
        return envelope(body)
    except Unsound:
        return Envelope()


def _signed(key: str, knock: Knock, body: bytes) -> bool:
    timestamp = knock.headers.get("x-lark-request-timestamp", "")
    nonce = knock.headers.get("x-lark-request-nonce", "")
    wanted = signature(key, timestamp, nonce, body)
    return same(knock.headers.get("x-lark-signature", ""), wanted) and fresh(timestamp)


FEISHU = open_network(Feishu())
LARK = open_network(Lark())
