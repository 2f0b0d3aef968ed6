"""What happened in LINE, told as every network tells it."""

from collections.abc import Iterator
from typing import Final

import msgspec

from bots.core.messages import Enclosure, Inbound, Spot
from bots.gateway.channel import Heard
from bots.gateway.texts import tongue
from bots.line.shapes import Mention, Message, read

CHANNEL: Final = "line"
_FILES: Final = {
    "image": ("photo", "image/jpeg"),
    "audio": ("voice", "audio/x-m4a"),
    "video": ("document", "video/mp4"),
    "file": ("document", "application/octet-stream"),
}


def parse(raw: bytes) -> Heard:
    """What happened; raises `Unsound` for what is no event."""
    event = read(raw)
    source = event.source
    if source is None:
        return Heard(event_id=event.webhook_event_id)
    heard = Heard(
        event_id=event.webhook_event_id,
        chat_id=source.chat_id,
        user_id=source.user_id,
        said_at=event.timestamp // 1000,
        where="private" if source.type == "user" else "group",
        reply=event.reply_token,
    )
    if event.type in {"follow", "join"}:
        return msgspec.structs.replace(heard, blocked=False)
    if event.type in {"unfollow", "leave"}:
        return msgspec.structs.replace(heard, blocked=True)
    if event.postback is not None:
        pressed = Inbound(channel=CHANNEL)
        return msgspec.structs.replace(heard, data=event.postback.data, inbound=pressed)
    if event.message is not None and event.type == "message":
        return _said(heard, event.message)
    return heard


def _said(heard: Heard, message: Message) -> Heard:
    text, addressed = _unmentioned(message.text, message.mention)
    spot = None
    if message.latitude is not None and message.longitude is not None:
        spot = Spot(message.latitude, message.longitude)
    return msgspec.structs.replace(
        heard,
        addressed=addressed,
        language=tongue(text),
        inbound=Inbound(
            channel=CHANNEL,
            text=text.strip(),
            # A place with a name was picked on the map.
            forwarded=spot is not None and bool(message.title),
            spot=spot,
            enclosed=tuple(_enclosed(message)),
        ),
    )


def _unmentioned(text: str, mention: Mention | None) -> tuple[str, bool]:
    """The text without our own name, and whether it stood there; places are UTF-16 units."""
    ours = [one for one in mention.mentionees if one.is_self] if mention is not None else []
    units = text.encode("utf-16-le", "surrogatepass")
    for one in sorted(ours, key=lambda one: -one.index):
        units = units[: 2 * one.index] + units[2 * (one.index + one.length) :]
    return units.decode("utf-16-le", "replace"), bool(ours)


def _enclosed(message: Message) -> Iterator[Enclosure]:
    kind, media_type = _FILES.get(message.type, ("", ""))
    # What lies elsewhere is at an address that anybody may have chosen.
    if not kind or message.content_provider.type != "line":
        return
    yield Enclosure(
        kind="photo" if kind == "photo" else "voice" if kind == "voice" else "document",
        name=message.file_name,
        media_type=media_type,
        reference=message.id,
        size=message.file_size,
        seconds=message.duration // 1000 if kind == "voice" else 0,
    )
