"""WeCom as an adapter: its seal, its messages, its cards, its files."""

from collections.abc import AsyncIterator
from typing import ClassVar

from bots.core.messages import Capabilities, Outbound
from bots.gateway.accounts import Own
from bots.gateway.channel import Door, Heard, Knock, Payload, Unsound, Works
from bots.gateway.network import Network
from bots.gateway.own import Errand, OwnBots, Vouched, open_network
from bots.gateway.pacing import Pace
from bots.wecom import connecting, rendering, sending, updates
from bots.wecom.api import Api, NotFromHere
from bots.wecom.seal import opened, signed
from bots.wecom.xml import flat
from kernel.errors import Unauthenticated


class WeCom(OwnBots):
    """What WeCom does its own way; apps are in no groups there."""

    network: ClassVar[Network] = connecting.WECOM
    capabilities: ClassVar[Capabilities] = rendering.CAPABILITIES
    works: ClassVar[Works] = Works(
        hears=frozenset({"voice", "photo", "document", "place"}), groups=False
    )

    # What is more than thirty a minute for one person is thrown away there, and nobody told.
    pace: ClassVar[Pace] = Pace(per_chat=25, chat_seconds=60)

    def __init__(self) -> None:
        self.api = Api()

    async def vouch(self, secrets: dict[str, str]) -> Vouched:
        """By a token that it lends, and the app's name.

        It tells the name only to an address that it trusts, which it is told after ours.
        """
        agent = secrets["agent_id"]
        number = f"{secrets['corp_id']}-{agent}"
        try:
            found = await self.api.get(secrets, "agent/get", {"agentid": agent})
        except NotFromHere:
            return Vouched(number, agent)
        return Vouched(number, str(found.get("name", "")) or agent)

    async def believe(self, own: Own, knock: Knock) -> Door:
        """By the signature over what is sealed, and by the seal itself."""
        try:
            asked = knock.method == "GET"
            sealed = knock.query.get("echostr", "") if asked else _sealed(await knock.body())
            if not signed(own.secrets["token"], knock.query, sealed):
                raise Unauthenticated
            plain = opened(own.secrets["aes_key"], own.secrets["corp_id"], sealed)
        except Unsound as error:
            raise Unauthenticated from error
        if asked:
            return Door(bot_id=own.number, answer=plain.decode("utf-8", "replace"))
        return Door(bot_id=own.number, brought=(plain,), answer="success")

    def parse(self, raw: bytes) -> Heard:
        return updates.parse(raw)

    def render(self, message: Outbound) -> list[Payload]:
        return rendering.rendered(message)

    async def deliver(self, errand: Errand) -> str:
        return await sending.send(self.api, errand)

    def fetch(self, own: Own, reference: str) -> AsyncIterator[bytes]:
        return self.api.file(own.secrets, reference)


def _sealed(body: bytes) -> str:
    return flat(body).get("Encrypt", "")


WECOM = open_network(WeCom())
