"""Places of contacts at companies: what somebody is there, and that they have left."""

from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.contact.model import CONTACT
from crm.records.beside.telling import tell
from crm.records.pages.picking import leave_out
from crm.records.ports import Change, on_write
from crm.records.reading import View, demand_visible
from crm.records.related import remark
from crm.records.service import service_of
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Invalid, NotFound
from kernel.formats import local
from kernel.i18n import _
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork

MOST: Final = 200

_PLACES = """
SELECT e.company_id, e.role, e.inactive_since FROM employment e
WHERE e.tenant_id = $1 AND e.contact_id = $2
"""
_PUT = """
INSERT INTO employment (tenant_id, contact_id, company_id, role, inactive_since)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, contact_id, company_id)
    DO UPDATE SET role = excluded.role, inactive_since = excluded.inactive_since
"""
_GONE = """
DELETE FROM employment e WHERE e.tenant_id = :tenant_id AND e.contact_id = :record_id
    AND NOT e.company_id = ANY(:companies::uuid[])
"""


class EmploymentView(msgspec.Struct, frozen=True, kw_only=True):
    """A company of the contact; since `inactive_since` they work there no more."""

    company_id: UUID
    title: str
    role: str
    inactive_since: date | None


async def employments(uow: UnitOfWork, principal: Principal, contact: View) -> list[EmploymentView]:
    """The places of a contact that was fetched for the principal, in the order of its companies."""
    rows = await uow.fetch(_PLACES, principal.tenant_id, contact["id"])
    said = {row["company_id"]: row for row in rows}
    found = []
    for company in contact.get("companies") or ():
        company_id = UUID(str(company))
        row: Any = said.get(company_id, {"role": "", "inactive_since": None})
        found.append(
            EmploymentView(
                company_id=company_id,
                title=contact["titles"][str(company)],
                role=row["role"],
                inactive_since=row["inactive_since"],
            )
        )
    return found


async def employ(
    uow: UnitOfWork,
    principal: Principal,
    contact_id: UUID,
    company_id: UUID,
    role: str,
    inactive_since: date | None,
) -> list[EmploymentView]:
    """What the contact is at that company from now on."""
    contacts = service_of(CONTACT.name, uow, principal)
    row = await contacts.changeable(contact_id)
    linked = {link[1] for link in row["_links"] or () if link[0] == "companies"}
    if str(company_id) not in linked:
        if company_id not in await demand_visible(uow, principal, [company_id]):
            raise NotFound
        raise Conflict(_("This company is not one of the contact's. Add it first."))
    if inactive_since is not None and inactive_since > local(clock.now()).date():
        raise Invalid(fields={"inactive_since": _("This lies in the future.")})
    text = one_line(role)[:MOST]
    await uow.execute(_PUT, principal.tenant_id, contact_id, company_id, text, inactive_since)
    place = {"company": company_id, "role": text, "inactive_since": inactive_since}
    after = {"employment": msgspec.to_builtins(place)}
    await tell(uow, principal, CONTACT, contact_id, "employed", after=after)
    return await employments(uow, principal, await contacts.get(contact_id))


def follow(batch: WriteBatch, change: Change) -> None:
    """Who is taken off a company has no place there any more."""
    if change.kind.name != CONTACT.name:
        return
    if change.before is None or "companies" not in change.links:
        return
    batch.add(
        _GONE,
        tenant_id=change.principal.tenant_id,
        record_id=change.record_id,
        companies=change.links["companies"],
    )


def _left_all(record: str, tenant: str) -> str:
    """Whether a contact works nowhere any more where they did."""
    return (
        f"EXISTS (SELECT 1 FROM employment le WHERE le.tenant_id = {tenant} "
        f"AND le.contact_id = {record} AND le.inactive_since IS NOT NULL) "
        f"AND NOT EXISTS (SELECT 1 FROM link ll WHERE ll.tenant_id = {tenant} "
        f"AND ll.from_id = {record} AND ll.kind = 'companies' AND NOT EXISTS ("
        f"SELECT 1 FROM employment ln WHERE ln.tenant_id = {tenant} "
        "AND ln.contact_id = ll.from_id AND ln.company_id = ll.to_id "
        "AND ln.inactive_since IS NOT NULL))"
    )


def left_since(from_id: str, to_id: str, tenant: str) -> str:
    """Since when a contact works at a company no more."""
    return (
        f"(SELECT le.inactive_since FROM employment le WHERE le.tenant_id = {tenant} "
        f"AND le.contact_id = {from_id} AND le.company_id = {to_id})"
    )


on_write(follow)
leave_out(_left_all)
remark(CONTACT.name, "companies", left_since)
