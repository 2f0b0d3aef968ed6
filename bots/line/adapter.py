"""LINE as an adapter: signed events, bubbles with buttons, answers that are not counted."""

import base64
from collections.abc import AsyncIterator
from urllib.parse import quote

import msgspec

from bots.core.messages import Outbound
from bots.gateway.accounts import Own
from bots.gateway.channel import Door, Heard, Knock, Payload, Works
from bots.gateway.knocking import REMEMBERED, fresh, hmac_sha256, same
from bots.gateway.own import Errand, OwnBots, Vouched, open_network
from bots.line import calling, events, rendering
from bots.line.connecting import NETWORK
from bots.line.shapes import Dated, Envelope
from kernel.errors import Unauthenticated

_FAULTS = (msgspec.MsgspecError, UnicodeError, RecursionError)


class Line(OwnBots):
    """What LINE does its own way."""

    network = NETWORK
    capabilities = rendering.CAPABILITIES
    works = Works(hears=frozenset({"voice", "photo", "document", "place"}), customers=True)

    async def vouch(self, secrets: dict[str, str]) -> Vouched:
        """One official account."""
        told = await calling.ask(secrets["token"], "/v2/bot/info")
        return Vouched(str(told["userId"]), str(told["basicId"]))

    async def believe(self, own: Own, knock: Knock) -> Door:
        told = knock.headers.get("x-line-signature", "")
        if not told:
            raise Unauthenticated
        body = await knock.body()
        signed = base64.b64encode(hmac_sha256(own.secrets["secret"], body)).decode()
        if not same(told, signed):
            raise Unauthenticated
        try:
            sent = msgspec.json.decode(body, type=Envelope)
        except _FAULTS:
            return Door(bot_id=own.number, brought=(body,))
        # The signature has no time in it: what the inbox has forgotten is not new again.
        known = [bytes(one) for one in sent.events if _is_new(bytes(one))]
        return Door(bot_id=own.number, brought=tuple(known))

    def parse(self, raw: bytes) -> Heard:
        return events.parse(raw)

    def render(self, message: Outbound) -> list[Payload]:
        return rendering.rendered(message)

    async def deliver(self, errand: Errand) -> str:
        token, payload = errand.own.secrets["token"], errand.payload
        if "reply" in payload:
            sent = await calling.reply(token, payload["reply"], payload["messages"])
            # Nothing where the leave was spent or came too late.
            if sent:
                return sent
        return await calling.push(token, errand.chat_id, payload["messages"], errand.id)

    def fetch(self, own: Own, reference: str) -> AsyncIterator[bytes]:
        return calling.pieces(own.secrets["token"], reference)

    def deep_link(self, own: Own, text: str) -> str:
        return f"https://line.me/R/oaMessage/{quote(own.username, safe='')}/?{quote(text)}"


def _is_new(event: bytes) -> bool:
    try:
        at = str(msgspec.json.decode(event, type=Dated).timestamp)
    except _FAULTS:
        return True
    return fresh(at, per_second=1000, window=REMEMBERED)


LINE = open_network(Line())
