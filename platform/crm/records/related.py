"""Records that point at this one: the contacts of a company."""

from typing import Any
from uuid import UUID

from crm.records.scope import visible
from crm.records.types import RecordType, record_type, record_types
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN = 20


async def pointing_at(
    uow: UnitOfWork, principal: Principal, kind: RecordType, record_id: UUID
) -> list[dict[str, Any]]:
    """Per relation that targets this type: its label, and the visible records, in one statement."""
    relations = [
        (other.name, name)
        for other in record_types()
        for name, relation in other.relations.items()
        if relation.target == kind.name
    ]
    if not relations:
        return []
    args = Args(principal.tenant_id, record_id, [name for _type, name in relations])
    rows = await uow.fetch(
        f"SELECT l.kind, r.type, r.id, r.title FROM link l "
        f"JOIN record r ON r.tenant_id = $1 AND r.id = l.from_id AND r.deleted_at IS NULL "
        f"WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = ANY($3) "
        f"AND {visible(principal, args, 'r', seen_by='anchor')} "
        f"ORDER BY l.tenant_id, r.title, r.id LIMIT {SHOWN * 5}",
        *args.values,
    )
    return [
        {
            "kind": record_type(other),
            "relation": name,
            "rows": [r for r in rows if (r["type"], r["kind"]) == (other, name)],
        }
        for other, name in relations
    ]
