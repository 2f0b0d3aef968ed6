"""A registration is approved, and becomes a lead or a deal of the partner's; or it is not."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.customers.parameters.service import parameters
from crm.records.pointing import known_ids
from crm.records.reading import View
from crm.records.service import service_of
from crm.records.types import Row
from crm.sales.deal.model import DEAL
from crm.sales.lead.model import LEAD
from crm.sales.partner import PARTNERS
from crm.sales.registration.holding import Holder, holders
from crm.sales.registration.service import Registrations
from crm.sales.registration.telling import DECIDED
from crm.sales.sources import source_of
from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.formats import format_date
from kernel.i18n import _
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.notifications.service import tell
from tenants.workspace.holding import hold


class Approval(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What it becomes, and for how many days it is protected: the firm's own number else."""

    into: Literal["deal", "lead"] = "deal"
    days: Annotated[int, Meta(ge=1, le=3650)] | None = None


class Rejection(msgspec.Struct, forbid_unknown_fields=True):
    """Why not; the partner hears it."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class HeldAlready(Conflict):
    """Two partners with the same customer would both be promised it."""

    code = "registration_held"


async def approve(uow: UnitOfWork, me: Principal, registration_id: UUID, wish: Approval) -> View:
    """The customer is the partner's from now on; what it became has the partner."""
    records = Registrations(uow, me)
    # One decision at a time, so that two partners are never given the same customer.
    await hold(uow)
    row = await records.undecided(registration_id, "transfer")
    companies = known_ids(row, "companies")
    for holder in await holders(uow, me, row, companies, but=(registration_id,)):
        if holder.state == "approved":
            raise _held(holder)
    links = await _became(uow, me, row, wish)
    days = wish.days or (await parameters(uow)).rules.registration_days
    until = clock.now() + timedelta(days=days)
    values = {"state": "approved", "protected_until": until} | _decided(me)
    done = await records.decided(row, "approved", values, links)
    await _tell(uow, me, row, until)
    return done


async def reject(uow: UnitOfWork, me: Principal, registration_id: UUID, reason: str) -> View:
    """Not this one, and why."""
    text = one_line(reason)[:500]
    if not text:
        raise Invalid(fields={"reason": _("This is needed.")})
    records = Registrations(uow, me)
    row = await records.undecided(registration_id, "transfer")
    values = {"state": "rejected", "reason": text} | _decided(me)
    done = await records.decided(row, "rejected", values)
    await _tell(uow, me, row, None, text)
    return done


def _held(holder: Holder) -> HeldAlready:
    if holder.id is None:
        return HeldAlready(_("Another registration protects this customer."))
    return HeldAlready(
        _("%(partner)s holds this customer until %(day)s."),
        partner=holder.partner or "—",
        day=format_date(holder.protected_until),
    )


async def _became(
    uow: UnitOfWork, me: Principal, row: Row, wish: Approval
) -> dict[str, list[UUID]]:
    """The lead or the deal, with the partner; a deal's customer is made where it is not known."""
    partners, companies = known_ids(row, PARTNERS), known_ids(row, "companies")
    if wish.into == "lead":
        values: dict[str, Any] = {n: row[n] for n in ("name", "emails", "phones")}
        values |= {"company_name": row["name"], PARTNERS: partners}
        values["source"] = source_of(LEAD, me, "partner")
        return {"leads": [await _make(uow, me, "lead", values)]}
    links: dict[str, list[UUID]] = {}
    if not companies:
        values = {n: row[n] for n in ("name", "website", "emails", "phones")}
        companies = [await _make(uow, me, "company", values)]
        links["companies"] = companies
    values = {"name": row["name"], "companies": companies, PARTNERS: partners}
    values |= {"amount": row["amount"], "source": source_of(DEAL, me, "partner")}
    return {**links, "deals": [await _make(uow, me, "deal", values)]}


async def _make(uow: UnitOfWork, me: Principal, kind: str, values: dict[str, Any]) -> UUID:
    if not me.may(f"{kind}:create"):
        raise Forbidden
    made: UUID = (await service_of(kind, uow, me).create(values))["id"]
    return made


def _decided(me: Principal) -> dict[str, Any]:
    return {"decided_by": me.member_id, "decided_at": clock.now()}


async def _tell(uow: UnitOfWork, me: Principal, row: Row, until: Any, reason: str = "") -> None:
    """Whoever looks after the registration hears of it, unless they decided themselves."""
    if row["owner_id"] in (None, me.member_id):
        return

    def words() -> tuple[str, str]:
        if until is None:
            return row["name"], _("Rejected: %(reason)s", reason=reason)
        day = format_date(until)
        return row["name"], _("Approved, and protected until %(day)s.", day=day)

    about = row["id"]
    await tell(uow, row["owner_id"], DECIDED, words, record_type="registration", record_id=about)
