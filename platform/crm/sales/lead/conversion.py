"""A lead becomes a customer: a company, a contact and a deal, new ones or known ones."""

from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta

from crm.activities.followed import derive
from crm.customers.company.choices import PERSON
from crm.records.pointing import known_ids
from crm.records.reading import View, demand_visible
from crm.records.service import service_of
from crm.records.types import Row
from crm.sales.deal.model import DEAL
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from crm.sales.partner import PARTNERS
from crm.sales.sources import source_of
from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.i18n import _
from kernel.money import Money

Name = Annotated[str, Meta(max_length=200)]
EMAIL_TAKEN: Final = "uq_identity_email"

_PRIVATE: Final = """
SELECT c.id FROM company c WHERE c.tenant_id = $1 AND c.id = $2 AND c.kind = 'person'
"""
_TOLD: Final = """
INSERT INTO link (tenant_id, from_id, kind, to_id, position)
SELECT $1, l.from_id, 'links', u.to_id, 100 + u.place
FROM link l CROSS JOIN unnest($3::uuid[]) WITH ORDINALITY AS u(to_id, place)
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links'
ON CONFLICT (tenant_id, from_id, kind, to_id) DO NOTHING
RETURNING from_id, to_id
"""
_UNTOLD: Final = """
DELETE FROM link l USING unnest($2::uuid[], $3::uuid[]) AS u(from_id, to_id)
WHERE l.tenant_id = $1 AND l.kind = 'links' AND l.from_id = u.from_id AND l.to_id = u.to_id
"""


class Conversion(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An id takes a known record; without one a new one is made from the lead.

    `with_company`, `with_deal` leave one out. `as_person` makes a private customer of the lead;
    such a customer needs no contact beside. `amount`, `deal_name` and `stage_id` are the new
    deal's.
    """

    company_id: UUID | None = None
    company_name: Name | None = None
    with_company: bool = True
    as_person: bool = False
    contact_id: UUID | None = None
    deal_id: UUID | None = None
    with_deal: bool = True
    deal_name: Name | None = None
    amount: Money | None = None
    stage_id: UUID | None = None


async def convert(leads: Leads, lead_id: UUID, wish: Conversion) -> View:
    """The lead, with what it became; what was said about it is said about that too."""
    lead = await leads.unconverted(lead_id)
    known = [i for i in (wish.company_id, wish.contact_id, wish.deal_id) if i]
    await _demand_known(leads, wish, known)
    made: list[list[str]] = []
    company = wish.company_id or await _company(leads, lead, wish, made)
    contact = wish.contact_id or await _contact(leads, lead, company, made)
    deal = wish.deal_id or await _deal(leads, lead, wish, company, contact, made)
    became = [i for i in (company, contact, deal) if i]
    told = await leads.uow.fetch(_TOLD, leads.principal.tenant_id, lead_id, became)
    await derive(leads.uow, leads.principal.tenant_id, became)
    kept = {
        "status": lead["status"],
        "made": made,
        "told": [[str(row["from_id"]), str(row["to_id"])] for row in told],
    }
    values = {"status": "converted", "converted_at": clock.now(), "conversion": kept}
    links = {
        "companies": [company] if company else [],
        "contacts": [contact] if contact else [],
        "deals": [deal] if deal else [],
    }
    return await leads.decided(lead, "converted", values, links)


async def unconvert(leads: Leads, lead_id: UUID) -> View:
    """As before: what the conversion made goes into the recycle bin, known records stay."""
    lead = await leads.converted(lead_id)
    kept = lead["conversion"] or {"status": "working", "made": [], "told": []}
    for name, record_id in reversed(kept["made"]):
        await _unmake(leads, name, UUID(record_id))
    pairs = [[UUID(i) for i in side] for side in zip(*kept["told"], strict=True)] or [[], []]
    await leads.uow.execute(_UNTOLD, leads.principal.tenant_id, *pairs)
    became = [UUID(link[1]) for link in lead["_links"] or ()]
    await derive(leads.uow, leads.principal.tenant_id, became)
    values = {"status": kept["status"], "converted_at": None, "conversion": None}
    empty: dict[str, list[UUID]] = {"companies": [], "contacts": [], "deals": []}
    return await leads.decided(lead, "unconverted", values, empty)


async def _demand_known(leads: Leads, wish: Conversion, known: list[UUID]) -> None:
    found = await demand_visible(leads.uow, leads.principal, known)
    wrong = {
        field: _("There is no such record to link.")
        for field, kind in (
            ("company_id", "company"),
            ("contact_id", "contact"),
            ("deal_id", "deal"),
        )
        if (record_id := getattr(wish, field)) and found.get(record_id, ("",))[0] != kind
    }
    if wrong:
        raise Invalid(fields=wrong)


async def _company(leads: Leads, lead: Row, wish: Conversion, made: list[list[str]]) -> UUID | None:
    if wish.as_person:
        private = {name: lead[name] for name in ("name", "emails", "phones")}
        return await _make(leads, "company", {**private, "kind": PERSON}, made)
    name = wish.company_name or lead["company_name"]
    if not name or not wish.with_company:
        return None
    return await _make(leads, "company", {"name": name}, made)


async def _contact(
    leads: Leads, lead: Row, company: UUID | None, made: list[list[str]]
) -> UUID | None:
    if company and await leads.uow.fetchval(_PRIVATE, leads.principal.tenant_id, company):
        return None
    values = {name: lead[name] for name in ("name", "emails", "phones", "handles")}
    if company:
        values["companies"] = [company]
    try:
        async with leads.uow.savepoint():
            return await _make(leads, "contact", values, made)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != EMAIL_TAKEN:
            raise
        raise Conflict(
            _("Another contact has this address already: choose that contact.")
        ) from error


async def _deal(
    leads: Leads,
    lead: Row,
    wish: Conversion,
    company: UUID | None,
    contact: UUID | None,
    made: list[list[str]],
) -> UUID | None:
    if not wish.with_deal:
        return None
    values: dict[str, Any] = {
        "name": wish.deal_name or lead["company_name"] or lead["name"],
        "companies": [company] if company else [],
        "contacts": [contact] if contact else [],
        PARTNERS: await _partners(leads, lead),
        "source": source_of(DEAL, leads.principal, lead["source"], LEAD),
        "lead_id": lead["id"],
    }
    if wish.amount is not None:
        values["amount"] = msgspec.structs.asdict(wish.amount)
    if wish.stage_id is not None:
        values["stage_id"] = wish.stage_id
    return await _make(leads, "deal", values, made)


async def _partners(leads: Leads, lead: Row) -> list[UUID]:
    """Through whom the lead came, where that is in sight and still a partner."""
    known = known_ids(lead, PARTNERS)
    return list(await demand_visible(leads.uow, leads.principal, known))


async def _make(leads: Leads, kind: str, values: dict[str, Any], made: list[list[str]]) -> UUID:
    if not leads.principal.may(f"{kind}:create"):
        raise Forbidden
    view = await service_of(kind, leads.uow, leads.principal).create(values)
    made.append([kind, str(view["id"])])
    record_id: UUID = view["id"]
    return record_id


async def _unmake(leads: Leads, kind: str, record_id: UUID) -> None:
    records = service_of(kind, leads.uow, leads.principal)
    try:
        record = await records.get(record_id)
    except NotFound:
        return
    if kind == "deal" and record["status"] == "won":
        raise Conflict(_("Its deal is won. Reopen the deal first."))
    await records.delete(record_id)
