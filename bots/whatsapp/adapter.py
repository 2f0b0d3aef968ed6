"""WhatsApp as an adapter: signed calls, buttons and lists, and the window of 24 hours."""

import re
from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import quote

import msgspec

from bots.core.messages import Outbound
from bots.gateway.accounts import Own
from bots.gateway.channel import Door, Heard, Knock, Payload, Works
from bots.gateway.knocking import REMEMBERED, fresh, hmac_sha256, same
from bots.gateway.network import Pasted
from bots.gateway.own import Errand, OwnBots, Vouched, open_network
from bots.gateway.pacing import Pace
from bots.whatsapp import calling, events, rendering
from bots.whatsapp.connecting import NETWORK
from bots.whatsapp.shapes import Dated, Envelope, Status, Value
from bots.whatsapp.window import is_open, through_template
from kernel.errors import NotFound, Unauthenticated
from kernel.i18n import _

_FAULTS: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)


class WhatsApp(OwnBots):
    """What WhatsApp does its own way."""

    network = NETWORK
    capabilities = rendering.CAPABILITIES
    works = Works(
        hears=frozenset({"voice", "photo", "document", "place", "contact"}),
        groups=False,
        customers=True,
    )
    # To one person at most one message in six seconds for long, with a burst for an answer.
    pace = Pace(per_chat=6, chat_seconds=6, per_bot=60)

    async def vouch(self, secrets: dict[str, str]) -> Vouched:
        """One number of a firm."""
        number = secrets["number"]
        told = await calling.ask(secrets["token"], f"{number}?fields=display_phone_number")
        return Vouched(number, str(told["display_phone_number"]))

    async def believe(self, own: Own, knock: Knock) -> Door:
        if knock.method == "GET":
            return _greeted(own, knock)
        told = knock.headers.get("x-hub-signature-256", "")
        if not told:
            raise Unauthenticated
        body = await knock.body()
        if not same(told, f"sha256={hmac_sha256(own.secrets['secret'], body).hex()}"):
            raise Unauthenticated
        try:
            sent = msgspec.json.decode(body, type=Envelope)
        except _FAULTS:
            return Door(bot_id=own.number, brought=(body,))
        values = [change.value for entry in sent.entry for change in entry.changes]
        # An app tells of all its numbers at one address.
        ours = [one for one in values if one.metadata.phone_number_id == own.number]
        return Door(bot_id=own.number, brought=tuple(raw for one in ours for raw in _told(one)))

    def parse(self, raw: bytes) -> Heard:
        return events.parse(raw)

    def render(self, message: Outbound) -> list[Payload]:
        return rendering.rendered(message)

    async def deliver(self, errand: Errand) -> str:
        if await is_open(errand):
            try:
                return await self._post(errand, await self._message(errand))
            except calling.Refused as refused:
                if refused.code != calling.OUTSIDE:
                    raise
        return await self._post(errand, through_template(errand))

    async def _message(self, errand: Errand) -> dict[str, Any]:
        payload = {name: one for name, one in errand.payload.items() if name != "reply"}
        if payload["type"] != "image":
            return payload
        picture = errand.picture()
        stored = await calling.post(
            errand.own.secrets["token"],
            f"{errand.own.number}/media",
            data={"messaging_product": "whatsapp", "type": "image/png"},
            files={"file": ("picture.png", picture, "image/png")},
        )
        image = {"id": str(stored["id"])}
        if payload["caption"]:
            image["caption"] = payload["caption"]
        return {"type": "image", "image": image}

    async def _post(self, errand: Errand, message: dict[str, Any]) -> str:
        to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": errand.chat_id}
        path = f"{errand.own.number}/messages"
        told = await calling.post(errand.own.secrets["token"], path, json=to | message)
        return str(told["messages"][0]["id"])

    def fetch(self, own: Own, reference: str) -> AsyncIterator[bytes]:
        return calling.pieces(own.secrets["token"], reference)

    def pasted(self, own: Own) -> list[Pasted]:
        return [Pasted(_("Verify token"), _verify_token(own))]

    def deep_link(self, own: Own, text: str) -> str:
        digits = re.sub(r"[^0-9]", "", own.username)
        return f"https://wa.me/{digits}?text={quote(text)}"


def _verify_token(own: Own) -> str:
    """What Meta shows when it asks for the address: nobody else knows path and secret."""
    return hmac_sha256(own.secrets["secret"], f"verify {own.path}".encode()).hex()[:32]


def _greeted(own: Own, knock: Knock) -> Door:
    asked = knock.query
    if asked.get("hub.mode") != "subscribe" or "hub.challenge" not in asked:
        raise NotFound
    if not same(asked.get("hub.verify_token", ""), _verify_token(own)):
        raise Unauthenticated
    return Door(bot_id=own.number, answer=asked["hub.challenge"][:200])


def _told(value: Value) -> list[bytes]:
    """Each message by itself, with the name of whoever sent it."""
    name = value.contacts[0].profile.name if len(value.contacts) == 1 else ""
    about = msgspec.json.encode(name)
    heard = [
        b'{"message":%b,"name":%b}' % (bytes(raw), about)
        for raw in value.messages
        if _is_new(bytes(raw))
    ]
    lost = [b'{"status":%b}' % bytes(raw) for raw in value.statuses if _is_lost(bytes(raw))]
    return heard + lost


def _is_new(message: bytes) -> bool:
    """The signature has no time in it: what the inbox has forgotten is not new again."""
    try:
        at = msgspec.json.decode(message, type=Dated).timestamp
    except _FAULTS:
        return True
    return fresh(at, window=REMEMBERED)


def _is_lost(status: bytes) -> bool:
    """Whether somebody is not to be had any more; all other states are of no use to us."""
    try:
        found = msgspec.json.decode(status, type=Status)
    except _FAULTS:
        return False
    lost = any(one.code in calling.CLOSED for one in found.errors)
    return found.status == "failed" and lost and _is_new(status)


WHATSAPP = open_network(WhatsApp())
