"""Voice notes, photos, files and contacts that came along: kept, and beside the note when saved."""

import mimetypes
from typing import Final, Literal
from uuid import UUID

from bots.core import drafts, noting, vcards
from bots.core.cards import show
from bots.core.drafts import Draft, DraftCard, Party
from bots.core.messages import Enclosure
from bots.core.talk import Talk
from bots.core.understanding import understand
from bots.core.world import world_of
from crm.customers.contact.model import CONTACT
from crm.records.beside.files import FileView, attach_stored, file_name
from crm.records.beside.store import Source, Store, Stored, settings
from crm.records.beside.trash import KNOWN
from crm.records.duplicates.hints import hints
from crm.records.identities import normalised
from crm.records.service import service_of
from kernel import clock, jobs
from kernel.errors import TooLarge
from kernel.formats import format_number
from kernel.i18n import _, lazy
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

FETCH: Final = "chat.fetch"
TRANSCRIBE: Final = "chat.transcribe"
MOST: Final = 20
KINDS: Final = {
    "voice": lazy("Voice note"),
    "photo": lazy("Photo"),
    "document": lazy("Document"),
    "contact": lazy("Contact card"),
}
CARDS: Final = {"text/vcard", "text/x-vcard"}
LARGEST_CARD: Final = 65_536
SORTS: Final[dict[str, Literal["voice", "photo"]]] = {"image": "photo", "audio": "voice"}

_INSERT = """
INSERT INTO chat_file (tenant_id, id, member_id, draft_id, channel, bot_id, chat_id, reference,
                       kind, name, media_type, size, seconds, sha256, state, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
"""
_HELD = """
SELECT f.id, f.name, f.media_type, f.size, f.sha256 FROM chat_file f
WHERE f.tenant_id = $1 AND f.member_id = $2 AND f.draft_id = $3 AND f.state IN ('kept', 'attached')
ORDER BY f.tenant_id, f.created_at, f.id
"""
_BESIDE = """
UPDATE chat_file SET state = 'attached' WHERE tenant_id = $1 AND id = ANY($2)
"""
KNOWN.append(
    "SELECT c.id FROM chat_file c WHERE c.tenant_id = $1 AND c.state <> 'attached'"
    " AND c.id = ANY($2)"
)


class Whole:
    """Bytes that are here already, read as a file is."""

    def __init__(self, content: bytes) -> None:
        self._left = content

    async def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end."""
        cut = len(self._left) if size < 0 else size
        piece, self._left = self._left[:cut], self._left[cut:]
        return piece


async def put_away(tenant_id: UUID, source: Source, name: str) -> Enclosure:
    """A file that somebody sends us whole, by its kind; a contact card is read, not kept."""
    shown = file_name(name)
    media_type = mimetypes.guess_type(shown)[0] or "application/octet-stream"
    if media_type in CARDS:
        content = await source.read(LARGEST_CARD + 1)
        if len(content) > LARGEST_CARD:
            raise TooLarge
        return Enclosure(kind="contact", name=shown, media_type=media_type, content=content)
    file_id = uuid7()
    stored = await Store(settings()).put(tenant_id, file_id, source)
    return Enclosure(
        kind=SORTS.get(media_type.partition("/")[0], "document"),
        name=shown,
        media_type=media_type,
        size=stored.size,
        id=file_id,
        sha256=stored.sha256,
    )


async def take(talk: Talk, text: str) -> None:
    """A note of what was sent, or more for the card that is on the table."""
    talk.demand("activity:create")
    sound = [one for one in talk.inbound.enclosed if _fits(talk, one)]
    if not sound:
        return
    if not text and await _photographed(talk, sound):
        return
    draft = None if text else await drafts.just_begun(talk)
    if draft is not None and len(draft.card.files) + len(sound) <= MOST:
        await _enclose(talk, draft, sound)
        show(talk, draft, _("Added to this card."))
        return
    if text:
        await noting.note(talk, text, also=lambda draft: _enclose(talk, draft, sound))
        return
    draft = await drafts.begin(talk, await _card(talk, sound))
    await _enclose(talk, draft, sound)
    show(talk, draft)


async def _photographed(talk: Talk, sound: list[Enclosure]) -> bool:
    """Photos that follow a check-in are proof of that visit; whether these are."""
    visit = await drafts.checked_in(talk)
    few = visit is not None and len(visit.card.files) + len(sound) <= MOST
    if visit is None or not few or any(one.kind != "photo" for one in sound):
        return False
    await _enclose(talk, visit, sound)
    await put_beside(talk.uow, talk.principal, visit.id, UUID(visit.made["activity"]))
    about = visit.made[drafts.CHECKED_IN]
    talk.say(_("The photo is put beside your visit. %(visit)s", visit=about))
    return True


def _fits(talk: Talk, one: Enclosure) -> bool:
    most = settings().max_file_bytes
    if one.size > most:
        words = {"name": named(one), "most": format_number(most // 2**20)}
        talk.say(_("%(name)s is larger than %(most)s MB, which is more than I can take.") % words)
    return one.size <= most


async def _card(talk: Talk, sound: list[Enclosure]) -> DraftCard:
    said = next((one for one in sound if one.kind == "contact"), None)
    if said is None:
        words = str(KINDS[sound[0].kind])
        return DraftCard(text=words, unsaid=True, kind="note")
    person = vcards.read(said.content)
    lines = [person.name, person.title, person.firm, *person.phones, *person.emails]
    text = _(", ").join(line for line in lines if line)
    card = DraftCard(text=_("%(kind)s: %(text)s", kind=KINDS["contact"], text=text))
    await _whose(talk, card, person)
    return card


async def _whose(talk: Talk, card: DraftCard, person: vcards.VCard) -> None:
    """Who it is: known by a number or an address, else somebody new with all that the card says."""
    details = {
        "phones": [{"value": one} for one in person.phones if normalised("phone", one)],
        "emails": [{"value": one} for one in person.emails if normalised("email", one)],
    }
    row = {"name": person.name, **details}
    found = await hints(talk.uow, talk.principal, CONTACT, row) if person.name else None
    known = next((one for one in found.exact if one.id is not None), None) if found else None
    if known is not None:
        card.contact = Party(known.title or "", known.id)
    elif person.name:
        card.contact, card.details = Party(person.name), details
    if person.firm:
        world = await world_of(talk.uow, talk.principal, person.firm)
        card.company = understand(person.firm, world).company or Party(person.firm)


async def _enclose(talk: Talk, draft: Draft, sound: list[Enclosure]) -> None:
    for one in sound:
        name = named(one)
        await _keep(talk, draft, one, name)
        draft.card.files.append(name)
    await drafts.keep(talk, draft)


def named(one: Enclosure) -> str:
    if one.name:
        return file_name(one.name)
    ending = mimetypes.guess_extension(one.media_type) or ""
    return f"{KINDS[one.kind]}{ending}"


async def _keep(talk: Talk, draft: Draft, one: Enclosure, name: str) -> None:
    me, heard, file_id = talk.principal, talk.inbound, one.id or uuid7()
    stored, here = Stored(one.size, one.sha256), bool(one.id or one.content)
    if one.content:
        stored = await Store(settings()).put(me.tenant_id, file_id, Whole(one.content))
    await talk.uow.execute(
        _INSERT,
        me.tenant_id,
        file_id,
        me.member_id,
        draft.id,
        heard.channel,
        heard.bot_id,
        heard.chat_id,
        one.reference,
        one.kind,
        name,
        one.media_type,
        stored.size,
        one.seconds,
        stored.sha256,
        "kept" if here else "waiting",
        clock.now(),
    )
    if here:
        await hear(talk.uow, file_id, one.kind)
    else:
        await jobs.enqueue(talk.uow, FETCH, {"file_id": str(file_id)})


async def hear(uow: UnitOfWork, file_id: UUID, kind: str) -> None:
    """Let a voice note be written down, where the operator has somebody who does."""
    if kind == "voice" and settings().transcription_url:
        await jobs.enqueue(uow, TRANSCRIBE, {"file_id": str(file_id)})


async def put_beside(
    uow: UnitOfWork, principal: Principal, draft_id: UUID, activity_id: UUID
) -> None:
    """All that is here of a draft's files, beside the note that it became."""
    rows = await uow.fetch(_HELD, principal.tenant_id, principal.member_id, draft_id)
    activities = service_of("activity", uow, principal)
    for row in rows:
        view = FileView(**row, created_at=clock.now(), created_by=principal.member_id)
        await attach_stored(activities, activity_id, view)
    if rows:
        await uow.execute(_BESIDE, principal.tenant_id, [row["id"] for row in rows])
