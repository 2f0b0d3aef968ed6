"""A stranger writes to the workspace's bot: heard, filed, and told to whom it goes."""

from typing import Any, Final
from uuid import UUID

import msgspec

from bots.conversations.enclosing import fetch_all, files_of
from bots.core.enclosing import named
from bots.core.messages import Inbound
from bots.gateway import binding
from bots.gateway.channel import ADAPTERS, STRANGERS, Heard, Place
from bots.gateway.post import Chat
from crm.records.identities import normalised
from crm.records.keeper import keeper
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from crm.sales.sources import source_of
from kernel import clock
from kernel.errors import Conflict, Invalid
from kernel.i18n import _, lazy, use
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.holders import holders
from tenants.notifications.kinds import declare
from tenants.notifications.service import notify

WROTE: Final = "customer_wrote"
LONGEST: Final = 4_000
SHORT: Final = 200

declare(WROTE, lazy("A customer writes to your firm's bot"), "web", "chat")

_HEARD = """
INSERT INTO conversation AS c (tenant_id, id, channel, bot_id, chat_id, name, language, last_text,
                               last_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
ON CONFLICT (tenant_id, channel, bot_id, chat_id) DO UPDATE SET state = 'open',
    last_text = excluded.last_text, last_at = excluded.last_at, name = excluded.name
RETURNING c.id, c.record_id, c.assignee_id
"""
LINE: Final = """
INSERT INTO conversation_line (tenant_id, id, conversation_id, direction, member_id, text, files,
                               at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_KNOWN = """
SELECT r.id FROM identity i
JOIN record r ON r.tenant_id = $1 AND r.id = i.record_id AND r.deleted_at IS NULL
    AND r.type IN ('contact', 'lead')
WHERE i.tenant_id = $1 AND i.kind = 'handle' AND i.value = $2 AND i.live
ORDER BY i.tenant_id, r.type, r.id LIMIT 1
"""
_LINK = "UPDATE conversation SET record_id = $3 WHERE tenant_id = $1 AND id = $2"
_OWNER = "SELECT r.owner_id FROM record r WHERE r.tenant_id = $1 AND r.id = $2"


async def receive(uow: UnitOfWork, place: Place, heard: Heard, inbound: Inbound) -> bool:
    """Whether it was a customer, who was heard; False for members and for bots of nobody's."""
    owner = await ADAPTERS[place.channel].owner(uow, place.bot_id)
    if owner is None or owner.workspace_id is None or not owner.answers_customers:
        return False
    if await binding.find(uow, place) is not None:
        return False
    await uow.enter(owner.workspace_id)
    house = await keeper(uow)
    if house is None:
        return True
    name, text = heard.name[:SHORT] or _("Somebody"), _said(inbound)
    key, now = (place.channel, place.bot_id, place.chat_id), clock.now()
    about = (name, heard.language[:SHORT], text[:SHORT], now)
    row = await uow.fetchrow(_HEARD, uow.tenant_id, uuid7(), *key, *about)
    if row is None:
        return True
    record_id = row["record_id"]
    if record_id is None:
        record_id = await _filed(uow, house, place, heard.user_id, name)
        await uow.execute(_LINK, uow.tenant_id, row["id"], record_id)
        with use(heard.language):
            thanks = _("Thank you for writing. Somebody will answer you here.")
            await Chat(uow, place, heard).say(thanks)
    line_id, files = uuid7(), files_of(inbound) if record_id is not None else []
    words = _words(inbound) if files else text
    told = (row["id"], "in", None, words, msgspec.to_builtins(files), now)
    await uow.execute(LINE, uow.tenant_id, line_id, *told)
    await fetch_all(uow, line_id, files, inbound)
    for member_id in await _whom(uow, row["assignee_id"], record_id):
        await notify(
            uow, member_id=member_id, kind=WROTE, title=name, body=text, record_id=row["id"]
        )
    return True


STRANGERS.append(receive)


def _said(inbound: Inbound) -> str:
    """Their words, and the names of what came along."""
    parts = [_words(inbound), *(f"[{named(one)}]" for one in inbound.enclosed)]
    return "\n".join(part for part in parts if part)[:LONGEST] or "…"


def _words(inbound: Inbound) -> str:
    parts = [inbound.text.replace("\x00", "")[:LONGEST]]
    if inbound.spot is not None:
        parts.append(f"[{inbound.spot.latitude:.5f}, {inbound.spot.longitude:.5f}]")
    return "\n".join(part for part in parts if part)


async def _filed(
    uow: UnitOfWork, house: Principal, place: Place, user_id: str, name: str
) -> UUID | None:
    """Who it is for us: known by the address in that network, else a new lead."""
    handle = f"{place.channel}:{user_id}"
    known: UUID | None = await uow.fetchval(_KNOWN, uow.tenant_id, normalised("handle", handle))
    if known is not None:
        return known
    values: dict[str, Any] = {
        "name": name,
        "source": source_of(LEAD, house, "chat"),
        "handles": [{"value": handle, "label": place.channel}],
        "owner_id": None,
    }
    try:
        async with uow.savepoint():
            made: UUID = (await Leads(uow, house).create(values))["id"]
    except (Invalid, Conflict):
        return None
    return made


async def _whom(uow: UnitOfWork, assignee_id: UUID | None, record_id: UUID | None) -> list[UUID]:
    """Whoever has taken it, else whose customer it is, else who leads the firm."""
    owner_id = assignee_id
    if owner_id is None and record_id is not None:
        owner_id = await uow.fetchval(_OWNER, uow.tenant_id, record_id)
    if owner_id is not None:
        return [owner_id]
    return [one.member_id for one in await holders(uow, "settings:workspace")]
