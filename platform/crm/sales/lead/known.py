"""Customers who may be the lead: by address or number, and by name."""

from typing import Any

from crm.records.identities import normalised
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.types import record_type
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN = 5


async def known_companies(
    uow: UnitOfWork, principal: Principal, lead: View
) -> list[dict[str, Any]]:
    """Companies of the same name, and those that the same address or number reaches.

    Who names no firm may be a private customer already.
    """
    name = lead["company_name"] or lead["name"]
    return await _known(uow, principal, "company", name, lead)


async def known_contacts(uow: UnitOfWork, principal: Principal, lead: View) -> list[dict[str, Any]]:
    """People of the same name, address or number."""
    return await _known(uow, principal, "contact", lead["name"], lead)


async def _known(
    uow: UnitOfWork, principal: Principal, kind: str, name: str, lead: View
) -> list[dict[str, Any]]:
    mails = [normalised("email", e["value"]) for e in lead["emails"]]
    phones = [normalised("phone", e["value"]) for e in lead["phones"]]
    reached = [value for value in (*mails, *phones) if value]
    args = Args(principal.tenant_id, kind, name.strip(), reached)
    rows = await uow.fetch(
        f"SELECT r.id, r.title FROM record r WHERE r.tenant_id = $1 AND r.type = $2 "
        f"AND r.deleted_at IS NULL AND {visible(principal, args, 'r', of=record_type(kind))} "
        f"AND ((r.title = $3 AND $3 <> '') OR r.id = ANY(ARRAY("
        f"SELECT i.record_id FROM identity i WHERE i.tenant_id = $1 AND i.live "
        f"AND i.kind = ANY(ARRAY['email', 'mailbox', 'phone']) AND i.value = ANY($4::text[])))) "
        f"ORDER BY r.tenant_id, r.title, r.id LIMIT {SHOWN}",
        *args.values,
    )
    return [dict(row) for row in rows]
