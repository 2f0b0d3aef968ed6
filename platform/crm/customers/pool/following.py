"""What follows a record into a pool and out of it: its contacts, its shares, its tasks."""

from uuid import UUID

from crm.customers.ownership.records import Handed
from crm.customers.pool.ports import PARTINGS, Parting
from crm.customers.pool.standing import Standing
from crm.records.service import service_of
from crm.records.undo.recording import remember_rows

_CONTACTS = """
SELECT c.id FROM link l JOIN contact c ON c.tenant_id = $1 AND c.id = l.from_id
    AND c.deleted_at IS NULL AND c.owner_id IS NOT DISTINCT FROM $3
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'companies'
ORDER BY c.tenant_id, c.id LIMIT 500
"""
_UNSHARE = """
DELETE FROM {table} s WHERE s.tenant_id = $1 AND s.record_id = $2
RETURNING to_jsonb(s.*) - 'tenant_id' AS row
"""
_HEIR = """
SELECT i.member_id FROM pool_member i JOIN membership m
    ON m.tenant_id = $1 AND m.id = i.member_id AND m.status = 'active'
WHERE i.tenant_id = $1 AND i.pool_id = $2 AND i.admin
ORDER BY i.tenant_id, i.member_id LIMIT 1
"""


async def bring(records: Handed, record_id: UUID, member_id: UUID) -> None:
    """The contacts that nobody owns go to the new owner with their company."""
    await give_contacts(records, record_id, None, member_id)


async def part(records: Handed, place: Standing, record_id: UUID, owner: UUID) -> None:
    """Contacts go along, shares end, and slices above do their part."""
    uow, me = records.uow, records.principal
    await give_contacts(records, record_id, owner, None)
    for table in ("share", "team_share"):
        gone = await uow.fetch(_UNSHARE.format(table=table), me.tenant_id, record_id)
        if gone:
            before = [row["row"] for row in gone]
            await remember_rows(uow, me, (records.kind.name, record_id), table, before=before)
    heir = await uow.fetchval(_HEIR, me.tenant_id, place.id)
    parting = Parting(principal=me, record_id=record_id, previous_owner=owner, heir=heir)
    for follow in PARTINGS:
        await follow(uow, parting)


async def give_contacts(
    records: Handed, record_id: UUID, owner: UUID | None, member_id: UUID | None
) -> None:
    """The contacts of a company that one member (or nobody) owned, to another (or nobody)."""
    uow, me = records.uow, records.principal
    rows = await uow.fetch(_CONTACTS, me.tenant_id, record_id, owner)
    contacts = service_of("contact", uow, me)
    for row in rows:
        await contacts.edit(row["id"], {"owner_id": member_id}, None)
