"""Voice notes, photos, documents and contacts: kept, and beside the visit when it is saved."""

import msgspec
import pytest
from chatting import work
from fake_openai import FakeOpenAI

from crm.records.beside import store
from kernel.settings import Settings

VOICE = {"file_id": "v1", "duration": 23, "mime_type": "audio/ogg", "file_size": 5}
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Wang;Li;;;\r\nORG:Hualian Pumps;Sales\r\n"
    "item1.TEL;TYPE=CELL:+8613800138000\r\nEMAIL:wang@hualian.example\r\nEND:VCARD\r\n"
)


@pytest.fixture
async def hearing(settings: Settings):
    async with FakeOpenAI() as server:
        store.use(
            msgspec.structs.replace(
                settings, transcription_url=server.url.replace("//", "//:hush@")
            )
        )
        yield server
        store.use(settings)


async def files_of(acme, number=0):
    [*found] = (await acme.get("activities"))["items"]
    return (await acme.get(f"activities/{found[number]['id']}/attachments"))["items"]


async def test_a_voice_note_and_a_photo_lie_beside_the_visit_that_is_saved(acme, phone, link):
    await acme.create("companies", name="Hualian Pumps")
    await link(acme.owner, phone)
    phone.network.files = {"v1": b"voice", "big": b"photo!"}
    await phone.say("visited Hualian, wants 20 pumps")
    [card] = await phone.send(voice=VOICE)
    assert "Added to this card." in card["text"]
    sizes = [{"file_id": "small", "width": 90}, {"file_id": "big", "width": 1280}]
    [card] = await phone.send(photo=sizes)
    assert "Files:</b> Voice note.oga, Photo.jpg" in card["text"]
    await phone.press("Save", card)
    first, second = await files_of(acme)
    assert (first["size"], second["size"], second["name"]) == (5, 6, "Photo.jpg")


async def test_what_is_saved_before_its_file_is_here_gets_it_after(acme, phone, link):
    await link(acme.owner, phone)
    phone.network.files = {"d1": b"%PDF-1.7"}
    document = {"file_id": "d1", "file_name": "../../etc/quote.pdf", "mime_type": "application/pdf"}
    update = phone.text("", document=document, caption="met Northwind Ltd, they sent a quote")
    del update["message"]["text"]
    await phone.deliver(update)
    [card] = await phone.settle()
    await phone.press("Save", card)
    assert await files_of(acme) == []
    await phone.fetch()
    assert [file["name"] for file in await files_of(acme)] == ["quote.pdf"]
    [undone] = await phone.press("Undo", phone.network.said_to(phone.id)[-1] | {})
    await phone.press("Save", undone)
    assert [file["name"] for file in await files_of(acme)] == ["quote.pdf"]


async def test_a_contact_becomes_a_card_with_its_numbers(acme, phone, link):
    await acme.create("companies", name="Hualian Pumps")
    await link(acme.owner, phone)
    [card] = await phone.send(contact={"phone_number": "1", "vcard": CARD})
    await phone.press("Save and create", card)
    [made] = (await acme.get("contacts"))["items"]
    assert (made["name"], made["phones"][0]["value"]) == ("Li Wang", "+8613800138000")
    assert [file["media_type"] for file in await files_of(acme)] == ["text/vcard"]
    [again] = await phone.send(contact={"phone_number": "+8613800138000", "first_name": "Wang"})
    assert "Contact:</b> Li Wang" in again["text"]


async def test_a_voice_note_is_written_down_and_read_as_if_typed(acme, phone, link, hearing):
    await acme.create("companies", name="Hualian Pumps")
    await link(acme.owner, phone)
    phone.network.files = {"v1": b"voice"}
    hearing.answers = [{"text": "visited Hualian, wants 20 pumps, quote on Friday"}]
    await phone.send(voice=VOICE)
    [(file_id, tenant)] = await phone.worker.pool.fetch(
        "SELECT convert_from(payload, 'utf8')::json->>'file_id', headers->>'tenant' "
        "FROM queue.pgqueuer WHERE entrypoint = 'chat.transcribe'"
    )
    await work(phone.worker, "chat.transcribe", {"file_id": file_id}, tenant)
    [card] = await phone.settle()
    assert "This is what I heard" in card["text"]
    assert "Customer:</b> Hualian Pumps" in card["text"]
    path, head, body = hearing.calls[0]
    assert path == "/v1/audio/transcriptions"
    assert "Bearer hush" in head
    assert b"voice" in body
    await phone.press("Save", card)
    assert len(await files_of(acme)) == 1


async def test_what_telegram_does_not_have_any_more_is_said(acme, phone, link):
    await link(acme.owner, phone)
    await phone.deliver(phone.text("", voice=VOICE))
    await phone.settle()
    phone.network.refusals.append(
        {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}
    )
    await phone.fetch()
    [told] = await phone.settle()
    assert "could not get Voice note" in told["text"]


async def test_what_is_too_large_is_said_at_once(acme, phone, link, settings):
    await link(acme.owner, phone)
    [told] = await phone.send(voice={**VOICE, "file_size": settings.max_file_bytes + 1})
    assert "more than I can take" in told["text"]
    assert (await acme.get("activities"))["items"] == []
