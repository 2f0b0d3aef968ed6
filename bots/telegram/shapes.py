"""What Telegram sends, read strictly: what has another shape than promised is no update."""

from typing import Annotated

import msgspec

from bots.gateway.channel import Unsound

Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
Size = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
FileId = Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
Text = Annotated[str, msgspec.Meta(max_length=16_384)]


class User(msgspec.Struct, frozen=True):
    """Who wrote or pressed."""

    id: Whole
    is_bot: bool = False
    language_code: Annotated[str, msgspec.Meta(max_length=40)] = "en"
    first_name: Annotated[str, msgspec.Meta(max_length=300)] = ""
    last_name: Annotated[str, msgspec.Meta(max_length=300)] = ""

    @property
    def name(self) -> str:
        """As the person calls themselves."""
        return f"{self.first_name} {self.last_name}".strip()


class Chat(msgspec.Struct, frozen=True):
    """Where."""

    id: Whole
    type: str
    title: Annotated[str, msgspec.Meta(max_length=300)] = ""


class Location(msgspec.Struct, frozen=True):
    """A place: one's own, or picked on the map."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    horizontal_accuracy: Annotated[float, msgspec.Meta(ge=0, le=10_000)] = 0.0


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Any file but a photo: a voice note, a song, a film, a document."""

    file_id: FileId
    file_name: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    mime_type: Annotated[str, msgspec.Meta(max_length=200)] = "application/octet-stream"
    file_size: Size = 0
    duration: Size = 0


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A photo in one of its sizes."""

    file_id: FileId
    file_size: Size = 0
    width: Size = 0


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody from the sender's phone book."""

    phone_number: Annotated[str, msgspec.Meta(max_length=100)]
    first_name: Annotated[str, msgspec.Meta(max_length=300)] = ""
    last_name: Annotated[str, msgspec.Meta(max_length=300)] = ""
    vcard: Text = ""


class Replied(msgspec.Struct, frozen=True):
    """What a message answers."""

    sender: User | None = msgspec.field(default=None, name="from")


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """`date` 0 is a message that the bot may no longer see."""

    message_id: Whole
    chat: Chat
    date: Whole
    sender: User | None = msgspec.field(default=None, name="from")
    text: Text | None = None
    caption: Text | None = None
    voice: Voice | None = None
    audio: Voice | None = None
    video: Voice | None = None
    video_note: Voice | None = None
    document: Voice | None = None
    photo: Annotated[list[Photo], msgspec.Meta(max_length=20)] = []
    contact: Contact | None = None
    location: Location | None = None
    venue: dict[str, object] | None = None
    sender_chat: Chat | None = None
    via_bot: User | None = None
    forward_origin: dict[str, object] | None = None
    reply_to_message: Replied | None = None
    migrate_to_chat_id: Whole | None = None


class CallbackQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The press of a button."""

    id: Annotated[str, msgspec.Meta(max_length=256)]
    sender: User = msgspec.field(name="from")
    message: Message | None = None
    data: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class ChatMember(msgspec.Struct, frozen=True):
    """What the bot is to a chat."""

    status: str


class MemberChange(msgspec.Struct, frozen=True):
    """The bot was blocked, or let in again."""

    chat: Chat
    new_chat_member: ChatMember


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened; kinds that we do not know have none of these."""

    update_id: Whole
    message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: MemberChange | None = None

    @property
    def chat_id(self) -> str:
        """The chat that it belongs to, "" where it belongs to none."""
        if self.message is not None:
            return str(self.message.chat.id)
        if self.callback_query is not None:
            query = self.callback_query
            return str(query.message.chat.id if query.message is not None else query.sender.id)
        return str(self.my_chat_member.chat.id) if self.my_chat_member is not None else ""


def read(raw: bytes) -> Update:
    """The update as Telegram words it; raises `Unsound` for anything else."""
    try:
        return msgspec.json.decode(raw, type=Update)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Unsound(f"{type(error).__name__}: {error}"[:300], _number(raw)) from error


class _Numbered(msgspec.Struct):
    update_id: Whole


def _number(raw: bytes) -> str | None:
    try:
        return str(msgspec.json.decode(raw, type=_Numbered).update_id)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None
