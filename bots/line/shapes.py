"""What LINE sends, read strictly: what has another shape than promised is no event."""

from typing import Annotated

import msgspec

from bots.gateway.channel import Unsound

Name = Annotated[str, msgspec.Meta(max_length=300)]
Whole = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Source(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where, and who."""

    type: Name
    user_id: Name = ""
    group_id: Name = ""
    room_id: Name = ""

    @property
    def chat_id(self) -> str:
        """What messages go to."""
        return self.group_id or self.room_id or self.user_id


class Mentioned(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody whose name stands in a text, at so many UTF-16 units."""

    index: Whole
    length: Whole
    is_self: bool = False


class Mention(msgspec.Struct, frozen=True):
    """All of them."""

    mentionees: Annotated[list[Mentioned], msgspec.Meta(max_length=100)] = []


class Provider(msgspec.Struct, frozen=True):
    """Who has the content."""

    type: Name = "line"


class Message(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A text, a place, or something to be fetched by its id."""

    type: Name
    id: Annotated[str, msgspec.Meta(pattern="^[0-9]{1,40}$")]
    text: Annotated[str, msgspec.Meta(max_length=20_000)] = ""
    mention: Mention | None = None
    file_name: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    file_size: Whole = 0
    duration: Whole = 0
    content_provider: Provider = Provider()
    title: Annotated[str, msgspec.Meta(max_length=1_000)] | None = None
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None


class Postback(msgspec.Struct, frozen=True):
    """What a pressed button brings."""

    data: Name = ""


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing that happened."""

    type: Name
    webhook_event_id: Name
    timestamp: Whole
    source: Source | None = None
    reply_token: Name = ""
    message: Message | None = None
    postback: Postback | None = None


class Envelope(msgspec.Struct, frozen=True):
    """Several of them; each is read by itself, so that one that we do not know spoils no other."""

    destination: Name
    events: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=200)]


class Dated(msgspec.Struct, frozen=True):
    """What must be known of an event before it is let in."""

    timestamp: Whole


def read(raw: bytes) -> Event:
    """The event as LINE words it; raises `Unsound` for anything else."""
    try:
        return msgspec.json.decode(raw, type=Event)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Unsound(f"{type(error).__name__}: {error}"[:300], None) from error
