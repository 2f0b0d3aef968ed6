"""Choosing other records for a form: what is chosen stays, what is typed finds more."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from crm.records.scope import ANY, visible
from crm.records.types import RecordType, record_types
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

FOUND = 8


async def candidates(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    relation: str,
    *,
    chosen: Iterable[UUID],
    q: str = "",
) -> list[dict[str, Any]]:
    """The chosen records, then those that the typed letters find; only what the principal sees."""
    target = kind.target_of(relation)
    types = [target] if target else [t.name for t in record_types() if t.followed]
    wanted = list(chosen)
    args = Args(principal.tenant_id, wanted, types)
    scope = visible(principal, args, "r", of=ANY)
    typed = q.strip()[:200].casefold()
    if not typed and not wanted:
        return []
    condition = f"strpos(lower(r.title), {args(typed)}) > 0" if typed else "FALSE"
    rows = await uow.fetch(
        f"(SELECT r.id, r.type, r.title, TRUE AS chosen FROM record r "
        f"WHERE r.tenant_id = $1 AND r.id = ANY($2) AND r.deleted_at IS NULL AND {scope}) "
        f"UNION ALL (SELECT r.id, r.type, r.title, FALSE FROM record r WHERE r.tenant_id = $1 "
        f"AND r.type = ANY($3) AND NOT r.id = ANY($2) AND r.deleted_at IS NULL "
        f"AND {scope} AND {condition} ORDER BY r.tenant_id, r.type, r.title, r.id LIMIT {FOUND})",
        *args.values,
    )
    return [dict(row) for row in rows]
