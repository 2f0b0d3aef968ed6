"""What happened in WeCom, told as every network tells it: a chat there is a person."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from bots.core.messages import Enclosure, Inbound, Spot
from bots.gateway.channel import Heard, Unsound
from bots.gateway.texts import tongue
from bots.wecom.xml import flat

CHANNEL: Final = "wecom"
NORTH, EAST = 90, 180
PRESSED: Final = "template_card_event"


def parse(raw: bytes) -> Heard:
    """What happened; raises `Unsound` for what is no message."""
    told = flat(raw)
    who, kind = told.get("FromUserName", ""), told.get("MsgType", "")
    event_id = _named(told, who)
    if not who or not kind or not event_id:
        raise Unsound("no message of WeCom's", event_id or None)
    basis = Heard(event_id=event_id, chat_id=who, user_id=who)
    if kind == "event":
        return _happened(basis, told)
    inbound = Inbound(
        channel=CHANNEL,
        text=told.get("Content", "").strip() if kind == "text" else "",
        spot=_spot(told) if kind == "location" else None,
        enclosed=tuple(_enclosed(kind, told)),
    )
    if not inbound.text and inbound.spot is None and not inbound.enclosed:
        return basis
    return msgspec.structs.replace(basis, inbound=inbound, language=tongue(inbound.text))


def _named(told: Mapping[str, str], who: str) -> str:
    """A message has a number; what else happens has none, and WeCom says to take these instead."""
    if told.get("MsgId"):
        return told["MsgId"]
    parts = [told.get(one, "") for one in ("CreateTime", "Event", "TaskId", "EventKey")]
    return ":".join([who, *parts]) if parts[0] else ""


def _happened(basis: Heard, told: Mapping[str, str]) -> Heard:
    if told.get("Event") == PRESSED:
        shown = Inbound(channel=CHANNEL, shown_in=told.get("ResponseCode", ""))
        return msgspec.structs.replace(basis, inbound=shown, data=told.get("EventKey", ""))
    if told.get("Event") in {"subscribe", "unsubscribe"}:
        return msgspec.structs.replace(basis, blocked=told["Event"] == "unsubscribe")
    return basis


def _enclosed(kind: str, told: Mapping[str, str]) -> list[Enclosure]:
    media = told.get("MediaId", "")
    if not media:
        return []
    about: dict[str, Any] = {"name": "", "reference": media}
    match kind:
        case "image":
            return [Enclosure(kind="photo", media_type="image/jpeg", **about)]
        case "voice":
            name = f"voice.{told.get('Format') or 'amr'}"
            return [Enclosure(kind="voice", media_type="audio/amr", **about | {"name": name})]
        case "video":
            return [Enclosure(kind="document", media_type="video/mp4", **about)]
        case "file":
            return [Enclosure(kind="document", **about | {"name": told.get("FileName", "")})]
    return []


def _spot(told: Mapping[str, str]) -> Spot | None:
    try:
        there = Spot(float(told["Location_X"]), float(told["Location_Y"]))
    except (KeyError, ValueError):
        return None
    return there if abs(there.latitude) <= NORTH and abs(there.longitude) <= EAST else None
