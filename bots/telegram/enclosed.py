"""What comes along with a Telegram message: by its kind, with the name to fetch it by."""

from collections.abc import Iterator

from bots.core import vcards
from bots.core.messages import Enclosure
from bots.telegram.shapes import Contact, Message, Voice


def enclosed(message: Message) -> Iterator[Enclosure]:
    """Voice notes and songs are for the ear; a photo is taken in its largest size."""
    for voice in (message.voice, message.audio):
        if voice is not None:
            yield _file("voice", voice)
    for film in (message.video, message.video_note, message.document):
        if film is not None:
            yield _file("document", film)
    if message.photo:
        largest = max(message.photo, key=lambda one: (one.width, one.file_size))
        yield Enclosure(
            kind="photo",
            name="",
            media_type="image/jpeg",
            reference=largest.file_id,
            size=largest.file_size,
        )
    if message.contact is not None:
        yield _card(message.contact)


def _file(kind: str, file: Voice) -> Enclosure:
    return Enclosure(
        kind="voice" if kind == "voice" else "document",
        name=file.file_name,
        media_type=file.mime_type,
        reference=file.file_id,
        size=file.file_size,
        seconds=file.duration,
    )


def _card(contact: Contact) -> Enclosure:
    name = f"{contact.first_name} {contact.last_name}".strip()
    content = contact.vcard.encode() or vcards.write(name, contact.phone_number)
    return Enclosure(kind="contact", name="", media_type="text/vcard", content=content)
