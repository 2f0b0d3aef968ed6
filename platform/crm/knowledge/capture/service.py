"""A piece of knowledge is kept from a visit, or from how a deal ended."""

from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.knowledge.capture.proposing import Kind, Proposal, propose, propose_of_deal
from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.item.service import Knowledge
from crm.knowledge.naming import named_in
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.service import service_of
from kernel.errors import Invalid, NotFound
from kernel.i18n import _
from kernel.principal import Principal, unveiled
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN: Final = 10
SOURCES: Final = ("activity", "deal")
_TYPE: Final = "SELECT r.type FROM record r WHERE r.tenant_id = $1 AND r.id = $2"
# Two taps at once are one: the second waits, and finds what the first kept.
_HOLD: Final = """
SELECT r.id FROM record r WHERE r.tenant_id = $1 AND r.id = $2 FOR NO KEY UPDATE
"""
_KEPT: Final = """
SELECT k.id FROM knowledge_item k WHERE k.tenant_id = $1 AND k.source_id = $2
    AND k.created_by = $3 AND k.text = $4 AND k.deleted_at IS NULL
ORDER BY k.tenant_id, k.source_id, k.id LIMIT 1
"""


class CaptureWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The activity or deal from which it is; what is not said is proposed."""

    record_id: UUID
    text: Annotated[str, Meta(max_length=20_000)] = ""
    answer: Annotated[str, Meta(max_length=20_000)] = ""
    kind: Kind | None = None


class Draft(msgspec.Struct, frozen=True):
    """What would be kept."""

    type: str
    title: str
    text: str
    proposal: Proposal


async def drafted(uow: UnitOfWork, me: Principal, record_id: UUID, text: str = "") -> Draft:
    """Read the source as the member sees it; `NotFound` if it is none."""
    type: str | None = await uow.fetchval(_TYPE, me.tenant_id, record_id)
    if type not in SOURCES or not me.may(f"{type}:see"):
        raise NotFound
    record = await service_of(type, uow, me).get(record_id)
    said = text.replace("\x00", "").strip()
    if type == "activity":
        said = said or (record.get("text") or "")
        return Draft(type, record["title"], said, propose(said))
    said = said or (record.get("lost_note") or "")
    status, reason = record.get("status") or "", record.get("lost_reason")
    return Draft(type, record["title"], said, propose_of_deal(status, reason, said))


async def kept_of(uow: UnitOfWork, me: Principal, record_id: UUID) -> list[Any]:
    """What was kept from a record, as far as one sees it: id and name."""
    args = Args(me.tenant_id, record_id)
    seen = visible(me, args, "k", of=KNOWLEDGE)
    sql = f"""
        SELECT k.id, r.title FROM knowledge_item k
        JOIN record r ON r.tenant_id = $1 AND r.id = k.id
        WHERE k.tenant_id = $1 AND k.source_id = $2 AND k.deleted_at IS NULL AND {seen}
        ORDER BY k.tenant_id, k.source_id, k.id LIMIT {SHOWN}
    """
    return await uow.fetch(sql, *args.values)


async def keep(uow: UnitOfWork, me: Principal, wish: CaptureWish) -> View:
    """Kept once, however often it is tapped; a curator looks at it."""
    items = Knowledge(uow, me)
    draft = await drafted(uow, me, wish.record_id, wish.text)
    if not draft.text:
        raise Invalid(fields={"text": _("What is to be kept?")})
    await uow.execute(_HOLD, me.tenant_id, wish.record_id)
    known = await uow.fetchval(_KEPT, me.tenant_id, wish.record_id, me.member_id, draft.text)
    if known is not None:
        return await items.get(known)
    named = await named_in(uow, me, draft.text)
    values: dict[str, Any] = {
        "name": draft.proposal.name,
        "kind": wish.kind or draft.proposal.kind,
        "topic": draft.proposal.topic,
        "text": draft.text,
        "answer": wish.answer.replace("\x00", "").strip() or None,
        "products": named.products[:20],
        "competitors": named.competitors[:20],
        "source_id": wish.record_id,
    }
    # What the product fills in along is no blind writing of the member's.
    return await Knowledge(uow, unveiled(me)).create(values)
