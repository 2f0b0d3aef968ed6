"""DingTalk as an adapter: its calls, its words, its files."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from typing import ClassVar

from bots.core.messages import Capabilities, Outbound
from bots.dingtalk import connecting, rendering, sending, updates
from bots.dingtalk.api import Api
from bots.gateway.accounts import Own
from bots.gateway.channel import Door, Heard, Knock, Payload, Works
from bots.gateway.knocking import fresh, same
from bots.gateway.network import Network
from bots.gateway.own import Errand, OwnBots, Vouched, open_network
from kernel.errors import Unauthenticated

MILLIS = 1000


class DingTalk(OwnBots):
    """What DingTalk does its own way."""

    network: ClassVar[Network] = connecting.DINGTALK
    capabilities: ClassVar[Capabilities] = rendering.CAPABILITIES
    works: ClassVar[Works] = Works(hears=frozenset({"voice", "photo", "document"}))

    def __init__(self) -> None:
        self.api = Api()

    async def vouch(self, secrets: dict[str, str]) -> Vouched:
        """By a token that is lent; what the robot is called, DingTalk does not tell."""
        await self.api.check(secrets)
        return Vouched(secrets["robot_code"], secrets["robot_code"])

    async def believe(self, own: Own, knock: Knock) -> Door:
        """By the signature over the time, which is all that DingTalk signs."""
        timestamp = knock.headers.get("timestamp", "")
        wanted = signature(own.secrets["app_secret"], timestamp)
        if not same(knock.headers.get("sign", ""), wanted):
            raise Unauthenticated
        if not fresh(timestamp, per_second=MILLIS):
            raise Unauthenticated
        return Door(bot_id=own.number, brought=(await knock.body(),))

    def parse(self, raw: bytes) -> Heard:
        return updates.parse(raw)

    def render(self, message: Outbound) -> list[Payload]:
        return rendering.rendered(message)

    async def deliver(self, errand: Errand) -> str:
        return await sending.send(self.api, errand)

    def fetch(self, own: Own, reference: str) -> AsyncIterator[bytes]:
        return self.api.file(own.secrets, reference)


def signature(secret: str, timestamp: str) -> str:
    """What DingTalk puts beside the time."""
    told = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(told).decode()


DINGTALK = open_network(DingTalk())
