"""What becomes of an offer: accepted once, passed on, or over when nobody answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from crm.records.keeper import keeper, whole
from crm.records.reading import View, fetch
from crm.records.types import Row
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from crm.sales.routing.service import route
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_MINE = """
SELECT o.id, o.outcome FROM lead_offer o
WHERE o.tenant_id = $1 AND o.lead_id = $2 AND o.member_id = $3
ORDER BY o.tenant_id, o.at DESC, o.id DESC LIMIT 1
"""
_ONE = "SELECT o.lead_id, o.member_id FROM lead_offer o WHERE o.tenant_id = $1 AND o.id = $2"
_ANSWER = """
UPDATE lead_offer o SET outcome = $3, answered_at = $4
WHERE o.tenant_id = $1 AND o.id = $2 AND o.outcome IS NULL RETURNING o.id
"""
_OTHERS = """
UPDATE lead_offer o SET outcome = 'taken', answered_at = $3
WHERE o.tenant_id = $1 AND o.lead_id = $2 AND o.outcome IS NULL
"""
_OPEN = """
SELECT count(*) FROM lead_offer o WHERE o.tenant_id = $1 AND o.lead_id = $2 AND o.outcome IS NULL
"""


class LeadTaken(Conflict):
    """Somebody else has it."""

    code = "lead_taken"

    def default(self) -> str:
        return _("A colleague has this lead already.")


class OfferOver(Conflict):
    """It was passed on, or nobody answered in time."""

    code = "offer_over"

    def default(self) -> str:
        return _("This offer is over.")


async def accept(uow: UnitOfWork, me: Principal, lead_id: UUID) -> View:
    """Mine; of all who were asked one gets it."""
    lead, offer = await _held(uow, me, lead_id)
    if lead["owner_id"] not in (None, me.member_id):
        raise LeadTaken
    if offer["outcome"] != "accepted":
        await _demand_answer(uow, offer, "accepted")
        await uow.execute(_OTHERS, me.tenant_id, lead_id, clock.now())
        await Leads(uow, whole(me)).hand_over(lead, me.member_id, "routed")
    return await Leads(uow, me).get(lead_id)


async def pass_on(uow: UnitOfWork, me: Principal, lead_id: UUID) -> None:
    """Not mine; the next one gets it, and without a next one it stays."""
    lead, offer = await _held(uow, me, lead_id)
    if offer["outcome"] == "passed":
        return
    await _demand_answer(uow, offer, "passed")
    if lead["owner_id"] in (None, me.member_id):
        await _onward(uow, lead)


async def expire(uow: UnitOfWork, offer_id: UUID) -> None:
    """Its time is over: unless something was done with the lead, the next one gets it."""
    offer = await uow.fetchrow(_ONE, uow.tenant_id, offer_id)
    acting = await keeper(uow)
    if offer is None or acting is None:
        return
    try:
        lead = await fetch(uow, acting, LEAD, offer["lead_id"], lock=True)
    except NotFound:
        return
    if lead["owner_id"] not in (None, offer["member_id"]):
        outcome = "moved"
    else:
        outcome = "accepted" if lead["first_response_at"] else "expired"
    if await _answered(uow, offer_id, outcome) and outcome == "expired":
        await _onward(uow, lead)


async def again(uow: UnitOfWork, lead_id: UUID) -> None:
    """Nobody was there; perhaps now."""
    acting = await keeper(uow)
    if acting is None:
        return
    try:
        lead = await fetch(uow, acting, LEAD, lead_id, lock=True)
    except NotFound:
        return
    if lead["owner_id"] is None and lead["status"] == "new":
        await _onward(uow, lead)


async def reroute(uow: UnitOfWork, lead_id: UUID) -> bool:
    """By the rules once more, for whoever may give leads away; never to those who had it."""
    acting = await keeper(uow)
    if acting is None:
        raise NotFound
    lead = await fetch(uow, acting, LEAD, lead_id, lock=True)
    if lead["status"] in {"converted", "disqualified"}:
        raise Conflict(_("Nobody works on this lead any more."))
    await uow.execute(_OTHERS, uow.tenant_id, lead_id, clock.now())
    return await route(Leads(uow, acting), lead)


async def _onward(uow: UnitOfWork, lead: Row) -> None:
    """To the next, once nobody who was asked can still say yes."""
    acting = await keeper(uow)
    if acting is not None and not await uow.fetchval(_OPEN, uow.tenant_id, lead["id"]):
        await route(Leads(uow, acting), lead)


async def _held(uow: UnitOfWork, me: Principal, lead_id: UUID) -> tuple[Row, Any]:
    """The lead, locked, with the last offer to the member; for who was not asked it is not there.

    An owner who was not asked sees it, and is told so.
    """
    lead = await fetch(uow, whole(me), LEAD, lead_id, lock=True)
    offer = await uow.fetchrow(_MINE, me.tenant_id, lead_id, me.member_id)
    if offer is None:
        await fetch(uow, me, LEAD, lead_id)
        raise OfferOver(_("This lead was not offered to you."))
    return lead, offer


async def _demand_answer(uow: UnitOfWork, offer: Any, outcome: str) -> None:
    if not await _answered(uow, offer["id"], outcome):
        raise OfferOver


async def _answered(uow: UnitOfWork, offer_id: UUID, outcome: str) -> bool:
    return bool(await uow.fetchval(_ANSWER, uow.tenant_id, offer_id, outcome, clock.now()))


class Offer(msgspec.Struct, kw_only=True):
    """To whom a lead was offered, by which rule, and how that ended; nobody where none was free."""

    member_id: UUID | None
    member: str
    rule: str
    method: str
    at: datetime
    accept_by: datetime | None
    answered_at: datetime | None
    outcome: str | None
