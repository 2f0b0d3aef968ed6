"""Which records one record may be the same as."""

from uuid import UUID

import msgspec

from crm.records.duplicates.finding import told_reasons
from crm.records.scope import visible
from crm.records.types import RecordType
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork


class Suspect(msgspec.Struct, frozen=True):
    """A record that may be the same, and of which pair."""

    pair_id: UUID
    id: UUID
    title: str


async def suspects(
    uow: UnitOfWork, principal: Principal, kind: RecordType, record_id: UUID
) -> list[Suspect]:
    """The visible ones, the likeliest first."""
    args = Args(principal.tenant_id, record_id)
    scope = visible(principal, args, "r", of=kind)
    rows = await uow.fetch(
        f"""
        SELECT o.id AS pair_id, r.id, r.title, o.reason FROM (
            SELECT p.id, p.b_id AS other, p.score, p.reason FROM duplicate_pair p
            WHERE p.tenant_id = $1 AND p.a_id = $2 AND p.state = 'open'
            UNION ALL
            SELECT q.id, q.a_id AS other, q.score, q.reason FROM duplicate_pair q
            WHERE q.tenant_id = $1 AND q.b_id = $2 AND q.state = 'open'
        ) o JOIN record r ON r.tenant_id = $1 AND r.id = o.other AND r.deleted_at IS NULL
        WHERE {scope} ORDER BY r.tenant_id, o.score DESC, r.id LIMIT 5
        """,
        *args.values,
    )
    return [
        Suspect(row["pair_id"], row["id"], row["title"])
        for row in rows
        if told_reasons(kind, principal, row["reason"])
    ]
