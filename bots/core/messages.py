"""What goes in and out of a conversation, the same for every channel."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.ids import uuid7


class Spot(msgspec.Struct, frozen=True):
    """Where somebody stands, in degrees, and how exactly that is known, in metres."""

    latitude: float
    longitude: float
    accuracy: float = 0.0


class Inbound(msgspec.Struct, frozen=True, kw_only=True):
    """A text, a place, or the press of a button; `shown_in` is the channel's name of its message.

    `forwarded`: the words are somebody else's, so they are noted and command nothing.
    """

    channel: str
    chat_id: str = ""
    text: str = ""
    action_id: UUID | None = None
    shown_in: str = ""
    forwarded: bool = False
    spot: Spot | None = None


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


class Outbound(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `edit` says that it takes the place of the one whose button was pressed."""

    text: str
    card: Card | None = None
    actions: list[Action] = msgspec.field(default_factory=list)
    edit: bool = False
    id: UUID = msgspec.field(default_factory=uuid7)


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel can show."""

    edits: bool = True
    buttons_in_row: int = 2
    text_units: int = 4096
