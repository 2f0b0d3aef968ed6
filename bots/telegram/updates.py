"""What happened in a Telegram chat, told as every network tells it."""

import msgspec

from bots.core.messages import Inbound, Spot
from bots.gateway.channel import Heard
from bots.telegram.account import CHANNEL
from bots.telegram.enclosed import enclosed
from bots.telegram.shapes import CallbackQuery, Chat, Message, User, read


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
        basis = _with(basis, where="private" if change.chat.type == "private" else "group")
        return _with(basis, blocked=change.new_chat_member.status in {"kicked", "left"})
    return basis


def _said(basis: Heard, message: Message) -> Heard:
    if message.migrate_to_chat_id is not None:
        return _with(basis, moved_to=str(message.migrate_to_chat_id))
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
    replied = message.reply_to_message
    return _with(
        _by(basis, sender, message.chat),
        said_at=message.date,
        addressed=bool(replied and replied.sender and replied.sender.is_bot),
        inbound=Inbound(
            channel=CHANNEL,
            text=(message.text or message.caption or "").strip(),
            forwarded=theirs,
            spot=spot,
            enclosed=tuple(enclosed(message)),
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
        title=chat.title,
        name=sender.name,
        language=sender.language_code,
        where="private" if private else "group" if group else "elsewhere",
    )


def _with(heard: Heard, **changes: object) -> Heard:
    return msgspec.structs.replace(heard, **changes)
