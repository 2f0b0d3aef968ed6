"""What Feishu sends, read strictly: what has another shape than promised is no event."""

from typing import Annotated, Any

import msgspec

from bots.gateway.channel import Unsound

Name = Annotated[str, msgspec.Meta(max_length=300)]
Id = Annotated[str, msgspec.Meta(max_length=256)]
Content = Annotated[str, msgspec.Meta(max_length=200_000)]


class Ids(msgspec.Struct, frozen=True):
    """A person, by the app's own name of them."""

    open_id: Id = ""


class Sender(msgspec.Struct, frozen=True):
    """Who wrote: a "user", or an "app"."""

    sender_id: Ids | None = None
    sender_type: Name = ""


class Mention(msgspec.Struct, frozen=True):
    """`key` stands in the text where the person or bot of that name is mentioned."""

    key: Name
    name: Name = ""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """`content` is JSON in a string, by the type of the message."""

    message_id: Id
    chat_id: Id
    chat_type: Name
    message_type: Name
    content: Content = "{}"
    mentions: list[Mention] | None = None


class Button(msgspec.Struct, frozen=True):
    """`value` is what we gave the button."""

    value: dict[str, Any] | str | None = None


class Shown(msgspec.Struct, frozen=True):
    """Where the card stands."""

    open_message_id: Id = ""
    open_chat_id: Id = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A message, or the press of a button; kinds that we do not know have neither."""

    sender: Sender | None = None
    message: Message | None = None
    operator: Ids | None = None
    action: Button | None = None
    context: Shown | None = None
    chat_id: Id = ""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Which event it is, and the token that only Feishu and the app know."""

    event_id: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    event_type: Name
    token: Name = ""
    app_id: Name = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A call in its second form."""

    header: Header
    event: Event = Event()


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What every call may have: a body that is hidden, or the question whether we are there."""

    encrypt: Annotated[str, msgspec.Meta(max_length=8_000_000)] | None = None
    type: Name = ""
    token: Name = ""
    challenge: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    header: Header | None = None


def read(raw: bytes) -> Told:
    """The event as Feishu words it; raises `Unsound` for anything else."""
    try:
        return msgspec.json.decode(raw, type=Told)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Unsound(f"{type(error).__name__}: {error}"[:300], _named(raw)) from error


def envelope(raw: bytes) -> Envelope:
    """The call as it came; raises `Unsound`."""
    try:
        return msgspec.json.decode(raw, type=Envelope)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Unsound(f"{type(error).__name__}: {error}"[:300], None) from error


def _named(raw: bytes) -> str | None:
    try:
        header = envelope(raw).header
    except Unsound:
        return None
    return header.event_id if header is not None else None


def content_of(message: Message) -> dict[str, Any]:
    """What is in it; {} for what cannot be read."""
    try:
        return msgspec.json.decode(message.content, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return {}
