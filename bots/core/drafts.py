"""Drafts: a sentence and what it was understood to mean, until it is saved or dropped."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from bots.core.talk import Talk
from kernel import clock
from kernel.errors import NotFound
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

JUST: Final = timedelta(minutes=3)
# A visit takes its time; a photo of it is sent meanwhile.
VISIT: Final = timedelta(minutes=30)
CHECKED_IN: Final = "checkin"


class Party(msgspec.Struct, omit_defaults=True):
    """A company or contact; without an id it is one to be created, as a firm or a `person`.

    `firm` is where a contact works.
    """

    name: str
    id: UUID | None = None
    confidence: float = 1.0
    person: bool = False
    firm: str = ""


class Amount(msgspec.Struct):
    """Money in minor units."""

    amount_minor: int
    currency: str


class Again(msgspec.Struct):
    """How a next step comes again, as tasks do."""

    unit: str
    every: int = 1


class DraftCard(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was understood. `companies` and `contacts` are those that may be meant as well.

    `files` came along; `details` are a new contact's numbers and addresses; `unsaid`: the text is
    ours, for nothing was said.
    """

    text: str
    kind: str = "note"
    company: Party | None = None
    contact: Party | None = None
    amount: Amount | None = None
    next_at: datetime | None = None
    next_text: str | None = None
    again: Again | None = None
    stage: str | None = None
    happened_at: datetime | None = None
    sure: dict[str, float] = msgspec.field(default_factory=dict)
    companies: list[Party] = msgspec.field(default_factory=list)
    contacts: list[Party] = msgspec.field(default_factory=list)
    files: list[str] = msgspec.field(default_factory=list)
    details: dict[str, list[dict[str, str]]] = msgspec.field(default_factory=dict)
    unsaid: bool = False


class Draft(msgspec.Struct):
    """One draft; `made` holds the ids of what it became."""

    id: UUID
    card: DraftCard
    state: str = "open"
    made: dict[str, Any] = msgspec.field(default_factory=dict)


_INSERT = """
INSERT INTO chat_draft (tenant_id, id, member_id, channel, chat_id, text, card, created_at,
                        updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
"""
_HOLD = """
SELECT id, card, state, made FROM chat_draft
WHERE tenant_id = $1 AND member_id = $2 AND id = $3 FOR UPDATE
"""
_LAST = """
SELECT id FROM chat_draft WHERE tenant_id = $1 AND member_id = $2 AND channel = $3
    AND chat_id = $4 AND state = 'open' ORDER BY tenant_id DESC, id DESC LIMIT 1
"""
_JUST = """
SELECT id FROM chat_draft WHERE tenant_id = $1 AND member_id = $2 AND channel = $3
    AND chat_id = $4 AND state = 'open' AND created_at > $5
ORDER BY tenant_id DESC, id DESC LIMIT 1
"""
_LATEST = """
SELECT id FROM chat_draft WHERE tenant_id = $1 AND member_id = $2 AND channel = $3
    AND chat_id = $4 AND created_at > $5
ORDER BY tenant_id DESC, id DESC LIMIT 1
"""
_KEEP = """
UPDATE chat_draft SET card = $4, state = $5, made = $6, updated_at = $7
WHERE tenant_id = $1 AND member_id = $2 AND id = $3
"""


async def begin(talk: Talk, card: DraftCard) -> Draft:
    """A new draft, with the sentence whole."""
    draft, me, heard = Draft(uuid7(), card), talk.principal, talk.inbound
    await talk.uow.execute(
        _INSERT,
        me.tenant_id,
        draft.id,
        me.member_id,
        heard.channel,
        heard.chat_id,
        card.text,
        msgspec.to_builtins(card),
        clock.now(),
    )
    return draft


async def hold(talk: Talk, draft_id: UUID | str | None) -> Draft:
    """The member's own draft, locked; `NotFound` for any other."""
    if isinstance(draft_id, str):
        draft_id = UUID(draft_id)
    found = await held(talk.uow, talk.principal.member_id, draft_id)
    if found is None:
        raise NotFound
    return found


async def held(uow: UnitOfWork, member_id: UUID, draft_id: UUID | None) -> Draft | None:
    """A member's draft, locked, outside of a conversation."""
    row = await uow.fetchrow(_HOLD, uow.tenant_id, member_id, draft_id)
    if row is None:
        return None
    card = msgspec.convert(row["card"], DraftCard)
    return Draft(row["id"], card, row["state"], row["made"])


async def last_open(talk: Talk) -> Draft | None:
    """The draft that is on the table in this chat."""
    me, heard = talk.principal, talk.inbound
    found = await talk.uow.fetchval(_LAST, me.tenant_id, me.member_id, heard.channel, heard.chat_id)
    return await hold(talk, found) if found is not None else None


async def just_begun(talk: Talk) -> Draft | None:
    """The draft of a moment ago: what is sent without words belongs to it."""
    me, heard = talk.principal, talk.inbound
    place = (me.tenant_id, me.member_id, heard.channel, heard.chat_id)
    found = await talk.uow.fetchval(_JUST, *place, clock.now() - JUST)
    return await hold(talk, found) if found is not None else None


async def checked_in(talk: Talk) -> Draft | None:
    """The visit that was checked in last, unless something else was begun since."""
    me, heard = talk.principal, talk.inbound
    place = (me.tenant_id, me.member_id, heard.channel, heard.chat_id)
    found = await talk.uow.fetchval(_LATEST, *place, clock.now() - VISIT)
    draft = await hold(talk, found) if found is not None else None
    return draft if draft and draft.state == "saved" and CHECKED_IN in draft.made else None


async def keep(talk: Talk, draft: Draft) -> None:
    """Store a draft that was changed."""
    await put(talk.uow, talk.principal.member_id, draft)


async def put(uow: UnitOfWork, member_id: UUID, draft: Draft) -> None:
    """The same, outside of a conversation."""
    await uow.execute(
        _KEEP,
        uow.tenant_id,
        member_id,
        draft.id,
        msgspec.to_builtins(draft.card),
        draft.state,
        msgspec.to_builtins(draft.made),
        clock.now(),
    )
