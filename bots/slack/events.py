"""What happened in Slack, told as every network tells it."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from bots.core.messages import Enclosure, Inbound
from bots.gateway.channel import Heard
from bots.gateway.texts import tongue
from bots.slack.shapes import Event, File, Sent, read

CHANNEL: Final = "slack"
_MARK: Final = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
# Of a message with files nobody wrote the subtype; all others are Slack's own words.
_WRITTEN: Final = {"", "file_share", "thread_broadcast"}


def parse(raw: bytes) -> Heard:
    """What happened; raises `Unsound` for what is no event."""
    sent = read(raw)
    if sent.type == "block_actions":
        return _pressed(sent)
    basis = Heard(event_id=sent.event_id)
    event = sent.event
    if event is None or not isinstance(event.channel, str) or not isinstance(event.user, str):
        return basis
    heard = msgspec.structs.replace(basis, chat_id=event.channel)
    if event.bot_id or not event.user or event.subtype not in _WRITTEN:
        return heard
    if event.type == "message" and event.channel_type == "im":
        return _said(heard, event, event.text or "")
    if event.type == "app_mention":
        us = [one.user_id for one in sent.authorizations or [] if one.user_id]
        text = event.text or ""
        for name in us:
            text = text.replace(f"<@{name}>", "", 1)
        return msgspec.structs.replace(_said(heard, event, text), where="group", addressed=True)
    return heard


def _said(heard: Heard, event: Event, text: str) -> Heard:
    plain = unmarked(text).strip()
    return msgspec.structs.replace(
        heard,
        user_id=event.user,
        language=tongue(plain),
        inbound=Inbound(channel=CHANNEL, text=plain, enclosed=tuple(_enclosed(event.files))),
    )


def _pressed(sent: Sent) -> Heard:
    if sent.user is None or sent.channel is None or sent.message is None or not sent.actions:
        return Heard(event_id=sent.trigger_id)
    private = sent.channel.id.startswith("D")
    return Heard(
        event_id=sent.trigger_id,
        chat_id=sent.channel.id,
        user_id=sent.user.id,
        name=sent.user.name,
        where="private" if private else "group",
        title="" if private else sent.channel.name,
        data=sent.actions[0].value or "",
        inbound=Inbound(channel=CHANNEL, shown_in=sent.message.ts),
    )


def unmarked(text: str) -> str:
    """What somebody wrote, without Slack's marks for links, people and three letters."""
    plain = _MARK.sub(lambda found: found[2] or found[1], text)
    for mark, letter in _ENTITIES:
        plain = plain.replace(mark, letter)
    return plain


def _enclosed(files: list[File]) -> Iterator[Enclosure]:
    for file in files:
        if file.mode in {"tombstone", "hidden_by_limit"}:
            continue
        kind = (file.mimetype or "").partition("/")[0]
        yield Enclosure(
            kind="voice" if kind == "audio" else "photo" if kind == "image" else "document",
            name=file.name or "",
            media_type=file.mimetype or "application/octet-stream",
            reference=file.id,
            size=file.size,
            seconds=file.duration_ms // 1000,
        )
