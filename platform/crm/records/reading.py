"""Reading records: one statement for a row, its links and its tags."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm.records.fields import PREFIX
from crm.records.scope import visible
from crm.records.shape.values import custom_column, nested, unfolded
from crm.records.types import RecordType, Row
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork


class View(dict[str, Any]):
    """What the outside sees of a record; its custom fields also by their full names."""

    def __missing__(self, name: str) -> Any:
        if name.startswith(PREFIX):
            return self["custom"].get(name.removeprefix(PREFIX))
        raise KeyError(name)


_HIDDEN = frozenset({"tenant_id", "team_id", "deleted_at"})


def selected(kind: RecordType, args: Args, alias: str, tenant_id: UUID) -> str:
    """The SELECT list: the type's columns, its links and its tags as JSON."""
    tenant = args(tenant_id)
    columns = ", ".join(f"{alias}.{column}" for column in kind.columns)
    links = (
        "(SELECT jsonb_agg(jsonb_build_array(sl.kind, sl.to_id, sr.type, sr.title) "
        "ORDER BY sl.kind, sl.position, sl.to_id) "
        f"FROM link sl JOIN record sr ON sr.tenant_id = {tenant} AND sr.id = sl.to_id "
        f"WHERE sl.tenant_id = {tenant} AND sl.from_id = {alias}.id "
        "AND sr.deleted_at IS NULL) AS _links"
    )
    tags = (
        "(SELECT jsonb_agg(jsonb_build_array(st.id, st.name, st.color) ORDER BY st.name) "
        f"FROM tagging sg JOIN tag st ON st.tenant_id = {tenant} AND st.id = sg.tag_id "
        f"WHERE sg.tenant_id = {tenant} AND sg.record_id = {alias}.id) AS _tags"
    )
    custom = custom_column(kind, alias, tenant)
    return f"{columns}, {links if kind.relations else 'NULL AS _links'}, {tags}, {custom}"


def view(kind: RecordType, row: Mapping[str, Any]) -> View:
    """What the outside sees of a row; related records by id, their titles beside them."""
    shown = View(id=row["id"], type=kind.name, title=kind.title(row))
    for column in kind.columns:
        if column not in _HIDDEN and column not in kind.base_columns:
            shown[column] = row[column]
    titles: dict[str, str] = dict(row.get("_titles") or {})
    for name, relation in kind.relations.items():
        own = [link for link in row["_links"] or () if link[0] == name]
        titles.update((link[1], link[3]) for link in own)
        shown[name] = [
            link[1] if relation.target else {"type": link[2], "id": link[1], "title": link[3]}
            for link in own
        ]
    shown["titles"] = titles
    shown["custom"] = nested(kind, row)
    shown["tags"] = [{"id": t[0], "name": t[1], "color": t[2]} for t in row["_tags"] or ()]
    return shown


async def fetch(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    record_id: UUID,
    *,
    lock: bool = False,
    deleted: bool = False,
) -> Row:
    """The row, if the principal may see it; the same `NotFound` for every other case."""
    args = Args(principal.tenant_id, record_id)
    columns = selected(kind, args, "a", principal.tenant_id)
    scope = visible(principal, args, "a", seen_by=kind.seen_by)
    row: Row | None = await uow.fetchrow(
        f"SELECT {columns} FROM {kind.table} a "
        f"WHERE a.tenant_id = $1 AND a.id = $2 "
        f"AND a.deleted_at IS {'NOT NULL' if deleted else 'NULL'} AND {scope}"
        f"{' FOR UPDATE OF a' if lock else ''}",
        *args.values,
    )
    if row is None:
        raise NotFound
    return unfolded(kind, row)


async def demand_visible(
    uow: UnitOfWork, principal: Principal, ids: list[UUID]
) -> dict[UUID, tuple[str, str]]:
    """Type and title of each of these records that the principal may see and link to."""
    if not ids:
        return {}
    args = Args(principal.tenant_id, ids)
    scope = visible(principal, args, "r")
    rows = await uow.fetch(
        f"SELECT r.id, r.type, r.title FROM record r "
        f"WHERE r.tenant_id = $1 AND r.id = ANY($2) AND r.deleted_at IS NULL AND {scope}",
        *args.values,
    )
    return {row["id"]: (row["type"], row["title"]) for row in rows}
