"""DingTalk's Stream mode: the robot's messages come over a connection that we hold open."""

import logging
from typing import Any, Final
from urllib.parse import quote, urlsplit

import msgspec

from bots.dingtalk import api
from bots.dingtalk.updates import CHANNEL
from bots.gateway import calling
from bots.gateway.accounts import Own
from bots.gateway.streaming import Receive, holds
from kernel.delivery import Hopeless
from kernel.errors import Unauthenticated

MESSAGES: Final = "/v1.0/im/bot/messages/get"
LARGEST: Final = 1 << 20
# Where its connections lie; the address brings a ticket, which goes to nobody else.
SCHEME, BELOW = "wss", ".dingtalk.com"
# Its lines hold the address with the ticket in it.
logging.getLogger("websockets").setLevel(logging.WARNING)


class Head(msgspec.Struct, frozen=True, rename="camel"):
    """Which frame it is, and of what."""

    message_id: str = ""
    topic: str = ""


class Frame(msgspec.Struct, frozen=True):
    """What comes over the connection: `data` is JSON once more, as a text."""

    type: str = ""
    headers: Head = Head()
    data: str = ""


@holds(CHANNEL)
async def hold(own: Own, receive: Receive) -> None:
    """Until it ends, or DingTalk wants us to connect anew, as it does from time to time.

    Imported late, for only the bot's process holds connections.
    """
    from websockets.asyncio.client import connect  # noqa: PLC0415
    from websockets.exceptions import WebSocketException  # noqa: PLC0415

    address = await _address(own)
    try:
        async with connect(address, max_size=LARGEST) as connection:
            async for raw in connection:
                frame = _read(raw)
                if frame.headers.topic == "disconnect":
                    return
                if frame.type == "CALLBACK" and frame.headers.topic == MESSAGES:
                    await receive(frame.data.encode())
                await connection.send(_acknowledged(frame))
    except WebSocketException as error:
        raise ConnectionError(type(error).__name__) from None


async def _address(own: Own) -> str:
    asked = {
        "clientId": own.secrets["app_key"],
        "clientSecret": own.secrets["app_secret"],
        "subscriptions": [{"type": "CALLBACK", "topic": MESSAGES}],
        "ua": "guanxi",
    }
    said = await calling.call("POST", f"{api.HOST}/v1.0/gateway/connections/open", json=asked)
    told: dict[str, Any] = said.told()
    if said.status in {api.UNKNOWN, api.FORBIDDEN} or told.get("code") in api.STRANGERS:
        raise Unauthenticated
    api.refuse(said)
    endpoint, ticket = str(told.get("endpoint", "")), str(told.get("ticket", ""))
    parts = urlsplit(endpoint)
    if parts.scheme != SCHEME or not (parts.hostname or "").endswith(BELOW):
        raise Hopeless("DingTalk names a server that is not its own")
    return f"{endpoint}?ticket={quote(ticket, safe='')}"


def _read(raw: str | bytes) -> Frame:
    try:
        return msgspec.json.decode(raw, type=Frame)
    except (msgspec.MsgspecError, UnicodeError):
        return Frame()


def _acknowledged(frame: Frame) -> str:
    """A ping is answered with what it brought."""
    ping = frame.type == "SYSTEM"
    told = {
        "code": 200,
        "headers": {"contentType": "application/json", "messageId": frame.headers.message_id},
        "message": "OK",
        "data": frame.data if ping else '{"response": null}',
    }
    return msgspec.json.encode(told).decode()
