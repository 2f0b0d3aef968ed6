"""What Telegram sends, read strictly: what has another shape than promised is no update."""

from typing import Annotated

import msgspec

from bots.core.messages import Inbound, Spot
from bots.gateway.channel import Heard, Unsound
from bots.telegram.account import CHANNEL

Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
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


class Location(msgspec.Struct, frozen=True):
    """A place: one's own, or picked on the map."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    horizontal_accuracy: Annotated[float, msgspec.Meta(ge=0, le=10_000)] = 0.0


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """`date` 0 is a message that the bot may no longer see."""

    message_id: Whole
    chat: Chat
    date: Whole
    sender: User | None = msgspec.field(default=None, name="from")
    text: Text | None = None
    location: Location | None = None
    venue: dict[str, object] | None = None
    sender_chat: Chat | None = None
    via_bot: User | None = None
    forward_origin: dict[str, object] | None = None
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


def parse(raw: bytes) -> Heard:
    """What happened; raises `Unsound` for what is no update."""
    update = read(raw)
    number = update.update_id
    basis = Heard(event_id=str(number), order=number, chat_id=update.chat_id)
    if update.message is not None:
        return _said(basis, update.message)
    if update.callback_query is not None:
        return _pressed(basis, update.callback_query)
    if update.my_chat_member is not None:
        change = update.my_chat_member
        return _with(basis, blocked=change.new_chat_member.status in {"kicked", "left"})
    return basis


def _said(basis: Heard, message: Message) -> Heard:
    sender = message.sender
    if sender is None or sender.is_bot or message.sender_chat or message.via_bot:
        return basis
    theirs = message.forward_origin is not None
    spot = None
    if message.location is not None:
        there = message.location
        spot = Spot(there.latitude, there.longitude, there.horizontal_accuracy)
        # A place chosen by its name is as little one's own as a forwarded one.
        theirs = theirs or message.venue is not None
    return _with(
        _by(basis, sender, message.chat),
        inbound=Inbound(
            channel=CHANNEL, text=(message.text or "").strip(), forwarded=theirs, spot=spot
        ),
    )


def _pressed(basis: Heard, query: CallbackQuery) -> Heard:
    pressed = _with(
        basis,
        user_id=str(query.sender.id),
        query=query.id,
        data=query.data or "",
        where="elsewhere",
    )
    message = query.message
    if message is None or query.sender.is_bot:
        return pressed
    return _with(
        _by(pressed, query.sender, message.chat),
        inbound=Inbound(channel=CHANNEL, shown_in=str(message.message_id)),
    )


def _by(basis: Heard, sender: User, chat: Chat) -> Heard:
    private = chat.type == "private" and chat.id == sender.id
    group = chat.type in {"group", "supergroup"}
    return _with(
        basis,
        user_id=str(sender.id),
        name=sender.name,
        language=sender.language_code,
        where="private" if private else "group" if group else "elsewhere",
    )


def _with(heard: Heard, **changes: object) -> Heard:
    return msgspec.structs.replace(heard, **changes)


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
