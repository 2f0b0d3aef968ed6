"""What happened in a DingTalk chat, told as every network tells it.

A chat of two has the colleague's own id here: by that, not by the chat, DingTalk is told to send.
"""

import mimetypes
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from bots.core.messages import Enclosure, Inbound
from bots.dingtalk.shapes import Message, read
from bots.gateway.channel import Heard
from bots.gateway.texts import tongue

CHANNEL: Final = "dingtalk"
GROUP: Final = "group/"


def parse(raw: bytes) -> Heard:
    """What happened; raises `Unsound` for what is no message."""
    message = read(raw)
    staff = message.sender_staff_id or ""
    group = message.conversation_type == "2"
    basis = Heard(
        event_id=message.msg_id,
        chat_id=f"{GROUP}{message.conversation_id}" if group else staff,
        name=message.sender_nick or "",
    )
    # Who is not of the company cannot be answered by a robot of it.
    if not staff:
        return basis
    inbound = Inbound(channel=CHANNEL, text=_words(message), enclosed=tuple(_enclosed(message)))
    return msgspec.structs.replace(
        basis,
        user_id=staff,
        language=tongue(inbound.text),
        title=message.conversation_title or "",
        where="group" if group else "private",
        addressed=message.is_in_at_list,
        inbound=inbound if inbound.text or inbound.enclosed else None,
    )


def _words(message: Message) -> str:
    if message.msgtype == "text" and message.text is not None:
        return message.text.content.strip()
    said = (str(part["text"]) for part in _parts(message) if "text" in part)
    return "".join(said).strip()


def _enclosed(message: Message) -> Iterator[Enclosure]:
    about = message.about
    match message.msgtype:
        case "picture":
            yield _file(about, "photo", "image/jpeg")
        case "richText":
            for part in _parts(message):
                if part.get("downloadCode"):
                    yield _file(part, "photo", "image/jpeg")
        case "audio":
            yield _file(about, "voice", "audio/amr")
        case "video":
            yield _file(about, "document", "video/mp4")
        case "file":
            name = str(about.get("fileName", ""))
            media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            yield _file(about, "document", media_type)


def _parts(message: Message) -> list[dict[str, Any]]:
    parts = message.about.get("richText")
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _file(about: dict[str, Any], kind: Any, media_type: str) -> Enclosure:
    duration = about.get("duration")
    return Enclosure(
        kind=kind,
        name=str(about.get("fileName", "")),
        media_type=media_type,
        reference=str(about.get("downloadCode", "")),
        seconds=duration // 1000 if isinstance(duration, int) and 0 <= duration < 2**40 else 0,
    )
