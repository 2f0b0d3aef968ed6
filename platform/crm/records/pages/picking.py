"""Choosing other records for a form: what is chosen stays, what is typed finds more."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from crm.records.scope import ANY, visible
from crm.records.types import RecordType, record_types
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

FOUND = 8
# Conditions on a record's id, in a workspace, under which it is offered no more.
_LEFT_OUT: list[Callable[[str, str], str]] = []


def leave_out(condition: Callable[[str, str], str]) -> None:
    """Offer no more records of which this holds; what is chosen stays."""
    _LEFT_OUT.append(condition)


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
    condition += "".join(f" AND NOT ({left('r.id', '$1')})" for left in _LEFT_OUT if typed)
    rows = await uow.fetch(
        f"(SELECT r.id, r.type, r.title, TRUE AS chosen FROM record r "
        f"WHERE r.tenant_id = $1 AND r.id = ANY($2) AND r.deleted_at IS NULL AND {scope}) "
        f"UNION ALL (SELECT r.id, r.type, r.title, FALSE FROM record r WHERE r.tenant_id = $1 "
        f"AND r.type = ANY($3) AND NOT r.id = ANY($2) AND r.deleted_at IS NULL "
        f"AND {scope} AND {condition} ORDER BY r.tenant_id, r.type, r.title, r.id LIMIT {FOUND})",
        *args.values,
    )
    return [dict(row) for row in rows]
