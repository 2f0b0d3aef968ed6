"""What happened in a Feishu chat, told as every network tells it.

A private chat has the person's own id here, so that who may be written to is known from it.
"""

from typing import Any, Final

import msgspec

from bots.core.messages import Inbound
from bots.feishu.enclosed import enclosed, spot, words
from bots.feishu.shapes import Event, Message, Told, read
from bots.gateway.channel import Heard
from bots.gateway.texts import tongue

PERSON: Final = "ou_"


def parse(channel: str, raw: bytes) -> Heard:
    """What happened; raises `Unsound` for what is no event."""
    told = read(raw)
    basis = Heard(event_id=told.header.event_id)
    match told.header.event_type:
        case "im.message.receive_v1" if told.event.message is not None:
            return _said(basis, channel, told.event, told.event.message)
        case "card.action.trigger":
            return _pressed(basis, channel, told)
        case "im.chat.member.bot.deleted_v1":
            return _with(basis, chat_id=told.event.chat_id, where="group", blocked=True)
    return basis


def _said(basis: Heard, channel: str, event: Event, message: Message) -> Heard:
    sender = event.sender
    user_id = sender.sender_id.open_id if sender is not None and sender.sender_id else ""
    if sender is None or sender.sender_type != "user" or not user_id:
        return basis
    private, text = message.chat_type == "p2p", words(message)
    return _with(
        basis,
        language=tongue(text),
        chat_id=user_id if private else message.chat_id,
        user_id=user_id,
        where="private" if private else "group",
        inbound=Inbound(
            channel=channel,
            text=text,
            forwarded=message.message_type == "merge_forward",
            spot=spot(message),
            enclosed=tuple(enclosed(message)),
        ),
    )


def _pressed(basis: Heard, channel: str, told: Told) -> Heard:
    """A button tells which chat it was made for; in any other it is somebody else's."""
    event = told.event
    value, user_id = _value(event), event.operator.open_id if event.operator is not None else ""
    chat_id, shown = str(value.get("chat", "")), event.context
    if not user_id or shown is None:
        return basis
    private = chat_id.startswith(PERSON)
    theirs = chat_id == (user_id if private else shown.open_chat_id)
    return _with(
        basis,
        chat_id=chat_id if theirs else user_id,
        user_id=user_id,
        data=str(value.get("data", "")),
        where="elsewhere" if not theirs else "private" if private else "group",
        inbound=Inbound(channel=channel, shown_in=shown.open_message_id),
    )


def _value(event: Event) -> dict[str, Any]:
    value = event.action.value if event.action is not None else None
    return value if isinstance(value, dict) else {}


def _with(heard: Heard, **changes: object) -> Heard:
    return msgspec.structs.replace(heard, **changes)
