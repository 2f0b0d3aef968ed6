"""The words, the place and the files of a Feishu message, by its type."""

import mimetypes
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from bots.core.messages import Enclosure, Spot
from bots.feishu.shapes import Message, content_of

NORTH, EAST = 90, 180


def words(message: Message) -> str:
    """The text, with those who are mentioned by their names."""
    content = content_of(message)
    text = str(content.get("text", "")) if message.message_type == "text" else ""
    if message.message_type == "post":
        text = "\n".join(_post(content))
    for mention in message.mentions or ():
        text = text.replace(mention.key, f"@{mention.name}")
    return text.strip()


def spot(message: Message) -> Spot | None:
    """Where somebody stands."""
    if message.message_type != "location":
        return None
    content = content_of(message)
    try:
        there = Spot(float(content["latitude"]), float(content["longitude"]))
    except (KeyError, TypeError, ValueError):
        return None
    return there if abs(there.latitude) <= NORTH and abs(there.longitude) <= EAST else None


def enclosed(message: Message) -> Iterator[Enclosure]:
    """Its file, or the pictures that stand in a longer text."""
    content = content_of(message)
    match message.message_type:
        case "image":
            yield _picture(message, content.get("image_key"))
        case "post":
            for part in _parts(content):
                if part.get("tag") == "img":
                    yield _picture(message, part.get("image_key"))
        case "audio":
            yield _file(message, content, "voice", "audio/ogg")
        case "media" | "file":
            name = str(content.get("file_name", ""))
            yield _file(message, content, "document", mimetypes.guess_type(name)[0] or "")


def _picture(message: Message, key: Any) -> Enclosure:
    return Enclosure(
        kind="photo",
        name="",
        media_type="image/jpeg",
        reference=_reference(message, str(key), "image"),
    )


def _file(message: Message, content: dict[str, Any], kind: Any, media_type: str) -> Enclosure:
    duration = content.get("duration")
    return Enclosure(
        kind=kind,
        name=str(content.get("file_name", "")),
        media_type=media_type or "application/octet-stream",
        reference=_reference(message, str(content.get("file_key", "")), "file"),
        seconds=duration // 1000 if isinstance(duration, int) and 0 <= duration < 2**40 else 0,
    )


def _reference(message: Message, key: str, kind: str) -> str:
    """By message and key: a key alone opens nothing."""
    return "/".join(quote(part, safe="") for part in (message.message_id, key, kind))


def _parts(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for line in _lines(content):
        yield from line


def _lines(content: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    lines = content.get("content")
    for line in lines if isinstance(lines, list) else []:
        yield [part for part in line if isinstance(part, dict)] if isinstance(line, list) else []


def _post(content: dict[str, Any]) -> Iterator[str]:
    if content.get("title"):
        yield str(content["title"])
    for line in _lines(content):
        yield "".join(
            str(part.get("text") or part.get("user_id", "")) for part in line if _is_said(part)
        )


def _is_said(part: dict[str, Any]) -> bool:
    return part.get("tag") in {"text", "a", "at", "md"}
