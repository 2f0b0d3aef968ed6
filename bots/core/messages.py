"""What goes in and out of a conversation, the same for every channel."""

from typing import Any, Literal
from uuid import UUID

import msgspec

from kernel.ids import uuid7


class Spot(msgspec.Struct, frozen=True):
    """Where somebody stands, in degrees, and how exactly that is known, in metres."""

    latitude: float
    longitude: float
    accuracy: float = 0.0


class Enclosure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that came with a message.

    `reference` is the channel's name of it, to fetch it by; what is small comes as `content`;
    what lies in the store already has its `id` there.
    """

    kind: Literal["voice", "photo", "document", "contact"]
    name: str
    media_type: str = "application/octet-stream"
    reference: str = ""
    size: int = 0
    seconds: int = 0
    content: bytes = b""
    id: UUID | None = None
    sha256: str = ""


class Inbound(msgspec.Struct, frozen=True, kw_only=True):
    """A text, a place, things enclosed, or the press of a button.

    `shown_in` is the channel's name of the message whose button it was.
    `forwarded`: the words are somebody else's, so they are noted and command nothing.
    """

    channel: str
    bot_id: str = ""
    chat_id: str = ""
    text: str = ""
    action_id: UUID | None = None
    shown_in: str = ""
    forwarded: bool = False
    spot: Spot | None = None
    enclosed: tuple[Enclosure, ...] = ()


class CardField(msgspec.Struct, frozen=True, omit_defaults=True):
    """`value` is for programs, `shown` for people; `confidence` is from 0 to 1."""

    name: str
    label: str
    value: Any
    confidence: float
    shown: str = ""


class Card(msgspec.Struct, frozen=True):
    """A few facts under one heading, always of one workspace."""

    kind: str
    fields: list[CardField]
    workspace: str = ""


class Action(msgspec.Struct, frozen=True):
    """A button; who presses it sends its id."""

    id: UUID
    kind: str
    label: str

    @property
    def data(self) -> str:
        """What a channel hands back when it is pressed: short, and it says nothing."""
        return f"{PRESSED}{self.id.hex}"


PRESSED = "a:"


class File(msgspec.Struct, frozen=True):
    """Bytes that lie in the workspace's store under this id."""

    id: UUID
    name: str
    media_type: str


class Outbound(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `edit_of` is the channel's name of the message whose place it takes, if any.

    A `picture` has the text as its caption, for whoever cannot see it. `below` follows the card;
    `page` is the path of the page about it, for channels that open pages.
    """

    text: str
    card: Card | None = None
    below: str = ""
    actions: list[Action] = msgspec.field(default_factory=list)
    picture: File | None = None
    file: File | None = None
    page: str = ""
    edit_of: str = ""
    id: UUID = msgspec.field(default_factory=uuid7)


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel can show; what it cannot is told in words (`core.degrading`).

    `buttons` is how many a message may have, 0 for none at all.
    """

    edits: bool = True
    buttons: int = 100
    buttons_in_row: int = 2
    pictures: bool = True
    files: bool = True
    text_units: int = 4096
