"""What a record points at: other records and members, there and in sight, or refused."""

from typing import Any
from uuid import UUID

import asyncpg

from crm.records.cleaning import related_ids
from crm.records.reading import demand_visible
from crm.records.types import RecordType, Row
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_MEMBER = "SELECT team_id FROM membership WHERE tenant_id = $1 AND id = $2 AND status = 'active'"


async def linked(
    uow: UnitOfWork, principal: Principal, kind: RecordType, values: dict[str, Any]
) -> tuple[dict[str, list[UUID]], list[tuple[str, UUID, str, str]]]:
    """The ids by relation, and (relation, id, type, title) of each; raises `Invalid`."""
    wanted = {
        name: related_ids(kind, name, values[name]) for name in kind.relations if name in values
    }
    everyone = list({record_id for ids in wanted.values() for record_id in ids})
    found = await demand_visible(uow, principal, everyone)
    titles = []
    for name, ids in wanted.items():
        target = kind.relations[name].target
        for record_id in ids:
            type_name, title = found.get(record_id, ("", ""))
            if not type_name or (target and type_name != target):
                raise Invalid(fields={name: _("There is no such record to link.")})
            titles.append((name, record_id, type_name, title))
    return wanted, titles


async def held(
    uow: UnitOfWork, principal: Principal, kind: RecordType, values: dict[str, Any]
) -> dict[str, str]:
    """The titles of the records that fields hold; raises `Invalid` for what is not there."""
    fields = kind.fields
    said = {n: v for n, v in values.items() if v is not None and n in fields}
    records = {n: v for n, v in said.items() if fields[n].kind == "record"}
    members = {n: v for n, v in said.items() if fields[n].kind == "member" and n != "owner_id"}
    found = await demand_visible(uow, principal, list(records.values()))
    for name, record_id in records.items():
        if found.get(record_id, ("", ""))[0] != fields[name].target:
            raise Invalid(fields={name: _("There is no such record to link.")})
    for name, member_id in members.items():
        if await active_member(uow, member_id) is None:
            raise Invalid(fields={name: _("There is no such member.")})
    return {str(record_id): title for record_id, (_type, title) in found.items()}


async def active_member(uow: UnitOfWork, member_id: UUID) -> asyncpg.Record | None:
    """The member's row with the team, or None for who is none of ours."""
    return await uow.fetchrow(_MEMBER, uow.tenant_id, member_id)


def known_ids(row: Row, name: str) -> list[UUID]:
    """The ids that a row that was read has in a relation."""
    return [UUID(link[1]) for link in row["_links"] or () if link[0] == name]
