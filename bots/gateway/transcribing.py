"""Voice notes, written down by whoever the operator named, and read as if they were typed."""

from typing import Any, Final
from uuid import UUID

import msgspec

from bots.core import drafts
from bots.core.cards import show
from bots.core.drafts import Draft
from bots.core.enclosing import TRANSCRIBE
from bots.core.reaching import tell_in
from bots.core.understanding import understand
from bots.core.world import world_of
from crm.records.beside.store import Store, settings
from crm.records.service import service_of
from kernel import jobs
from kernel.engines import Engine
from kernel.i18n import _, use
from kernel.jobs import Work
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access import acting

PATIENCE: Final = 120
LONGEST: Final = 20_000

_VOICE = """
SELECT f.id, f.member_id, f.draft_id, f.channel, f.chat_id, f.name, f.media_type, p.language
FROM chat_file f
JOIN membership m ON m.tenant_id = $1 AND m.id = f.member_id
JOIN person p ON p.id = m.person_id
WHERE f.tenant_id = $1 AND f.id = $2 AND f.state IN ('kept', 'attached') AND f.transcript IS NULL
"""
_WRITTEN = """
UPDATE chat_file SET transcript = $3 WHERE tenant_id = $1 AND id = $2 AND transcript IS NULL
"""


class Transcript(msgspec.Struct):
    """What an OpenAI-compatible server answers."""

    text: str


@jobs.job(TRANSCRIBE, parts=True)
async def transcribe(work: Work, payload: dict[str, Any]) -> None:
    """The words go where the voice went: onto the open card, or to the note that was saved."""
    async with work() as uow:
        voice = await uow.fetchrow(_VOICE, uow.tenant_id, UUID(payload["file_id"]))
    tenant_id = uow.tenant_id
    if voice is None or not settings().transcription_url or tenant_id is None:
        return
    path = Store(settings()).path(tenant_id, voice["id"])
    said = (await written(path.read_bytes(), voice["name"], voice["media_type"])).strip()
    if not said:
        return
    async with work() as uow:
        who = await acting.member(uow, tenant_id, voice["member_id"])
        draft = await drafts.held(uow, voice["member_id"], voice["draft_id"])
        if not await uow.execute(_WRITTEN, uow.tenant_id, voice["id"], said):
            return
        if who is None or draft is None:
            return
        with use(who.language, who.time_zone):
            if draft.state == "saved":
                await _add(uow, who, draft, said)
            else:
                await _read(uow, who, draft, said)
        if draft.state == "open":
            where = (voice["channel"], voice["chat_id"])
            lead = _("This is what I heard. Shall I save it?")
            await tell_in(uow, who, where, lambda talk: show(talk, draft, lead))


async def written(voice: bytes, name: str, media_type: str) -> str:
    """The words; whatever goes wrong on the other side is a `ConnectionError`."""
    engine = Engine.at(settings().transcription_url or "", model="whisper-1")
    content = await engine.post(
        "audio/transcriptions",
        patience=PATIENCE,
        data={"model": engine.model, "response_format": "json"},
        files={"file": (name, voice, media_type)},
    )
    try:
        return msgspec.json.decode(content, type=Transcript).text[:LONGEST]
    except msgspec.MsgspecError as error:
        raise ConnectionError(type(error).__name__) from None


async def _read(uow: UnitOfWork, who: Principal, draft: Draft, said: str) -> None:
    """As if it had been typed; what was chosen on the card already stays."""
    before = draft.card
    text = said if before.unsaid else f"{before.text}\n{said}"[:LONGEST]
    fresh = understand(text, await world_of(uow, who, text))
    fresh.files = before.files
    if not before.unsaid:
        fresh.company = before.company or fresh.company
        fresh.contact = before.contact or fresh.contact
        fresh.details = before.details
    draft.card = fresh
    await drafts.put(uow, who.member_id, draft)


async def _add(uow: UnitOfWork, who: Principal, draft: Draft, said: str) -> None:
    activities, activity_id = service_of("activity", uow, who), UUID(draft.made["activity"])
    before = await activities.get(activity_id)
    text = said if draft.card.unsaid else f"{before['text']}\n{said}"[:LONGEST]
    await activities.edit(activity_id, {"text": text}, None)
