"""What WhatsApp sends, read strictly: what has another shape than promised is no event."""

from typing import Annotated

import msgspec

from bots.gateway.channel import Unsound

Name = Annotated[str, msgspec.Meta(max_length=300)]
Text = Annotated[str, msgspec.Meta(max_length=20_000)]
Digits = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,40}$")]


class Written(msgspec.Struct, frozen=True):
    """A text."""

    body: Text = ""


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be fetched by its id."""

    id: Digits
    mime_type: Name = "application/octet-stream"
    caption: Text = ""
    filename: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A place; one with a name was picked on the map."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    name: Annotated[str, msgspec.Meta(max_length=1_000)] | None = None


class Chosen(msgspec.Struct, frozen=True):
    """The button or the line of a list."""

    id: Name = ""


class Interactive(msgspec.Struct, frozen=True):
    """Something was pressed."""

    button_reply: Chosen | None = None
    list_reply: Chosen | None = None


class Named(msgspec.Struct, frozen=True):
    """What somebody is called."""

    formatted_name: Name = ""
    name: Name = ""


class Phone(msgspec.Struct, frozen=True):
    """A number of a contact."""

    phone: Name = ""


class Contact(msgspec.Struct, frozen=True):
    """Somebody from the sender's phone book."""

    name: Named = Named()
    phones: Annotated[list[Phone], msgspec.Meta(max_length=20)] = []


class Context(msgspec.Struct, frozen=True):
    """How the message came to be."""

    forwarded: bool = False
    frequently_forwarded: bool = False


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `type` says which of the parts it has."""

    id: Name
    sender: Digits = msgspec.field(name="from")
    timestamp: Digits
    type: Name = ""
    text: Written | None = None
    image: Media | None = None
    video: Media | None = None
    audio: Media | None = None
    document: Media | None = None
    location: Location | None = None
    contacts: Annotated[list[Contact], msgspec.Meta(max_length=50)] = []
    interactive: Interactive | None = None
    context: Context | None = None


class Fault(msgspec.Struct, frozen=True):
    """Why something did not arrive."""

    code: int = 0


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message of ours."""

    id: Name
    status: Name = ""
    recipient_id: Digits
    errors: Annotated[list[Fault], msgspec.Meta(max_length=20)] = []


class Profile(msgspec.Struct, frozen=True):
    """Who writes, as the person calls themselves."""

    profile: Named = Named()


class Metadata(msgspec.Struct, frozen=True):
    """To which of the firm's numbers."""

    phone_number_id: Name = ""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """What happened at a number; messages are read each by itself."""

    metadata: Metadata = Metadata()
    contacts: Annotated[list[Profile], msgspec.Meta(max_length=100)] = []
    messages: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=200)] = []
    statuses: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=1_000)] = []


class Change(msgspec.Struct, frozen=True):
    """One of several things."""

    field: Name = ""
    value: Value = Value()


class Entry(msgspec.Struct, frozen=True):
    """Of one business."""

    changes: Annotated[list[Change], msgspec.Meta(max_length=200)] = []


class Envelope(msgspec.Struct, frozen=True):
    """Everything that is told in one call."""

    entry: Annotated[list[Entry], msgspec.Meta(max_length=200)]


class Told(msgspec.Struct, frozen=True):
    """One message with the name of whoever sent it, or what became of one of ours."""

    message: Message | None = None
    name: Name = ""
    status: Status | None = None


class Dated(msgspec.Struct, frozen=True):
    """What must be known of a message before it is let in."""

    timestamp: Digits


def read(raw: bytes) -> Told:
    """The message as WhatsApp words it; raises `Unsound` for anything else."""
    try:
        return msgspec.json.decode(raw, type=Told)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Unsound(f"{type(error).__name__}: {error}"[:300], None) from error
