"""What happened in WhatsApp, told as every network tells it."""

from collections.abc import Iterator
from typing import Final

from bots.core import vcards
from bots.core.messages import Enclosure, Inbound, Spot
from bots.gateway.channel import Heard, Unsound
from bots.gateway.texts import tongue
from bots.whatsapp.shapes import Contact, Media, Message, Status, read

CHANNEL: Final = "whatsapp"


def parse(raw: bytes) -> Heard:
    """What happened; raises `Unsound` for what is no message."""
    told = read(raw)
    if told.status is not None:
        return _failed(told.status)
    message = told.message
    if message is None:
        raise Unsound("neither a message nor the state of one", None)
    inbound = _inbound(message)
    return Heard(
        event_id=message.id,
        chat_id=message.sender,
        user_id=message.sender,
        said_at=int(message.timestamp),
        name=told.name,
        language=tongue(inbound.text),
        data=_pressed(message),
        inbound=inbound,
    )


def _failed(status: Status) -> Heard:
    """A message that Meta took, and could not bring to the person after all."""
    return Heard(
        event_id=f"{status.id} {status.status}",
        chat_id=status.recipient_id,
        where="private",
        blocked=True,
    )


def _pressed(message: Message) -> str | None:
    chosen = message.interactive
    if chosen is None:
        return None
    one = chosen.button_reply or chosen.list_reply
    return one.id if one is not None else ""


def _inbound(message: Message) -> Inbound:
    there, context = message.location, message.context
    said = message.text.body if message.text is not None else ""
    captions = [one.caption for one in (message.image, message.video, message.document) if one]
    return Inbound(
        channel=CHANNEL,
        text=(said or "\n".join(captions)).strip(),
        forwarded=(context is not None and (context.forwarded or context.frequently_forwarded))
        or (there is not None and bool(there.name)),
        spot=Spot(there.latitude, there.longitude) if there is not None else None,
        enclosed=tuple(_enclosed(message)),
    )


def _enclosed(message: Message) -> Iterator[Enclosure]:
    if message.audio is not None:
        yield _file("voice", message.audio)
    if message.image is not None:
        yield _file("photo", message.image)
    for film in (message.video, message.document):
        if film is not None:
            yield _file("document", film)
    for contact in message.contacts:
        yield _card(contact)


def _file(kind: str, file: Media) -> Enclosure:
    return Enclosure(
        kind="photo" if kind == "photo" else "voice" if kind == "voice" else "document",
        name=file.filename,
        media_type=file.mime_type.partition(";")[0],
        reference=file.id,
    )


def _card(contact: Contact) -> Enclosure:
    phone = contact.phones[0].phone if contact.phones else ""
    content = vcards.write(contact.name.formatted_name, phone)
    return Enclosure(kind="contact", name="", media_type="text/vcard", content=content)
