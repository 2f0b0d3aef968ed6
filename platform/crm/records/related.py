"""Records that point at this one: the contacts of a company."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from crm.records.narrowing import as_seen
from crm.records.scope import ANY, visible
from crm.records.types import RecordType, record_type, record_types
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN = 20
# By type and relation: since when it holds no more, of the two ids in a workspace.
_REMARKS: dict[tuple[str, str], Callable[[str, str, str], str]] = {}


def remark(type: str, relation: str, sql: Callable[[str, str, str], str]) -> None:
    """Say beside such links since when they are of the past."""
    _REMARKS[type, relation] = sql


async def pointing_at(
    uow: UnitOfWork, principal: Principal, kind: RecordType, record_id: UUID
) -> list[dict[str, Any]]:
    """Per relation that targets this type: its label, and the visible records, in one statement."""
    relations = [
        (other.name, name)
        for other in record_types()
        if principal.may(f"{other.name}:see")
        for name, relation in as_seen(other, principal).relations.items()
        if relation.target == kind.name
    ]
    if not relations:
        return []
    args = Args(principal.tenant_id, record_id, [name for _type, name in relations])
    past = " ".join(
        f"WHEN r.type = {args(type)} AND l.kind = {args(name)} "
        f"THEN {sql('l.from_id', 'l.to_id', '$1')}"
        for (type, name), sql in _REMARKS.items()
        if (type, name) in relations
    )
    since = f"CASE {past} END" if past else "NULL::date"
    rows = await uow.fetch(
        f"SELECT l.kind, r.type, r.id, r.title, {since} AS since FROM link l "
        f"JOIN record r ON r.tenant_id = $1 AND r.id = l.from_id AND r.deleted_at IS NULL "
        f"WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = ANY($3) "
        f"AND {visible(principal, args, 'r', of=ANY)} "
        f"ORDER BY l.tenant_id, r.title, r.id LIMIT {SHOWN * 5}",
        *args.values,
    )
    found = []
    for other, name in relations:
        said = record_type(other).relations[name]
        own = [r for r in rows if (r["type"], r["kind"]) == (other, name)]
        if own or not said.quiet:
            label = said.label if said.quiet else record_type(other).label_plural
            own.sort(key=lambda r: r["since"] is not None)
            found.append(
                {"kind": record_type(other), "relation": name, "label": label, "rows": own}
            )
    return found
