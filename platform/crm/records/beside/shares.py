"""Shares: a record shown to a member who would not see it."""

from typing import Any
from uuid import UUID

from crm.records.beside.telling import tell
from crm.records.service import Records
from crm.records.types import Row
from kernel import clock
from kernel.errors import Forbidden, NotFound
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_SHARES = """
SELECT s.member_id, s.created_at FROM share s WHERE s.tenant_id = $1 AND s.record_id = $2
ORDER BY s.tenant_id, s.created_at, s.member_id LIMIT 500
"""
_MEMBER = """
SELECT m.name FROM membership m WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active'
"""
_PUT = """
INSERT INTO share (tenant_id, record_id, member_id, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, record_id, member_id) DO NOTHING RETURNING member_id
"""
_TAKE = """
DELETE FROM share WHERE tenant_id = $1 AND record_id = $2 AND member_id = $3 RETURNING member_id
"""


async def shares_of(uow: UnitOfWork, principal: Principal, record_id: UUID) -> list[Any]:
    """Whom a record that the principal sees is shared with."""
    return await uow.fetch(_SHARES, principal.tenant_id, record_id)


async def share(records: Records, record_id: UUID, member_id: UUID) -> None:
    """Show it to a member; again is harmless."""
    name = await _member(records, record_id, member_id)
    me = records.principal
    if await records.uow.fetchval(_PUT, me.tenant_id, record_id, member_id, clock.now()):
        await tell(records.uow, me, records.kind, record_id, "shared", after={"shares": [name]})


async def unshare(records: Records, record_id: UUID, member_id: UUID) -> None:
    """Show it no longer; again is harmless."""
    name = await _member(records, record_id, member_id)
    me = records.principal
    if await records.uow.fetchval(_TAKE, me.tenant_id, record_id, member_id):
        await tell(records.uow, me, records.kind, record_id, "unshared", before={"shares": [name]})


def may_share(records: Records, row: Row) -> bool:
    """The owner shares, and whoever may give records to others."""
    me = records.principal
    return row["owner_id"] == me.member_id or me.may(f"{records.kind.name}:transfer")


async def _member(records: Records, record_id: UUID, member_id: UUID) -> str:
    row = await records.changeable(record_id)
    if not may_share(records, row):
        raise Forbidden
    name = await records.uow.fetchval(_MEMBER, records.principal.tenant_id, member_id)
    if name is None:
        raise NotFound
    return str(name)
