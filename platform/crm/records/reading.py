"""Reading records: one statement for a row, its links and its tags."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm.records.derived import derived
from crm.records.fields import PREFIX
from crm.records.narrowing import as_seen
from crm.records.scope import ANY, visible
from crm.records.shape.values import custom_column, nested, unfolded
from crm.records.sharing import share_level
from crm.records.types import RecordType, Row
from kernel.errors import Merged, NotFound
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from kernel.veils import masked


class View(dict[str, Any]):
    """What the outside sees of a record; its custom fields also by their full names.

    A derived column says nothing where nobody filled it in.
    """

    def __missing__(self, name: str) -> Any:
        if name.startswith(PREFIX):
            return self["custom"].get(name.removeprefix(PREFIX))
        if name in derived(self["type"]):
            return None
        raise KeyError(name)


# Where these reach only some rows, a row must tell at which level it is shared.
_CHANGES = ("edit", "delete", "transfer")
MOST_MERGES = 20
# The anchor first, as a merge and whoever links to it do: so nobody waits in a circle.
_ANCHOR = "JOIN record o ON o.tenant_id = $1 AND o.id = a.id "
_LOCKED = " FOR NO KEY UPDATE OF o FOR UPDATE OF a"
_UNMERGED = (
    " AND NOT EXISTS (SELECT 1 FROM record m"
    " WHERE m.tenant_id = $1 AND m.id = a.id AND m.merged_into IS NOT NULL)"
)
_HIDDEN = frozenset(
    {"tenant_id", "team_id", "deleted_at", "rank"}
    # What follows from what is shown: kept for finding and computing.
    | {"wall_start", "wall_end", "begins_at", "lasts_until", "remind_next_at"}
    | {"anchor_at", "escalated_at"}
)


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


def view(principal: Principal, kind: RecordType, row: Mapping[str, Any]) -> View:
    """What the principal sees of a row; related records by id, their titles beside them."""
    kind = as_seen(kind, principal)
    hidden = _HIDDEN | kind.base_columns
    shown = View(id=row["id"], type=kind.name, title=kind.title(row))
    shown.update((column, row[column]) for column in kind.columns if column not in hidden)
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
    for name, field in kind.fields.items():
        if field.masked:
            held, key = (shown["custom"], field.key) if field.custom else (shown, name)
            held[key] = masked(held[key])
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
    merged: bool = False,
) -> Row:
    """The row, if the principal may see it; the same `NotFound` for every other case.

    `deleted` looks in the recycle bin; what was merged away lies there too, and is found by
    `merged` alone. `Merged` says where such a record is now.
    """
    args = Args(principal.tenant_id, record_id)
    columns = selected(kind, args, "a", principal.tenant_id)
    if any(principal.scope_of(kind.name, action) not in {None, "all"} for action in _CHANGES):
        columns += f", {share_level(principal, args, kind, 'a')} AS _share"
    scope = visible(principal, args, "a", of=kind)
    row: Row | None = await uow.fetchrow(
        f"SELECT {columns} FROM {kind.table} a {_ANCHOR if lock else ''}"
        f"WHERE a.tenant_id = $1 AND a.id = $2 "
        f"AND a.deleted_at IS {'NOT NULL' if deleted or merged else 'NULL'} AND {scope}"
        f"{_UNMERGED if deleted else ''}"
        f"{_LOCKED if lock else ''}",
        *args.values,
    )
    if row is None:
        raise await _absent(uow, principal, kind, record_id)
    return unfolded(kind, row)


async def _absent(
    uow: UnitOfWork, principal: Principal, kind: RecordType, record_id: UUID
) -> NotFound | Merged:
    """Nothing; or the record into which it was merged, for whoever may see both."""
    at = record_id
    for _step in range(MOST_MERGES):
        args = Args(principal.tenant_id, at, kind.name)
        scope = visible(principal, args, "r", of=kind)
        row = await uow.fetchrow(
            f"SELECT r.merged_into, r.deleted_at FROM record r "
            f"WHERE r.tenant_id = $1 AND r.id = $2 AND r.type = $3 AND {scope}",
            *args.values,
        )
        if row is None or (row["merged_into"] is None and row["deleted_at"] is not None):
            return NotFound()
        if row["merged_into"] is None:
            return Merged(record_id, at) if at != record_id else NotFound()
        at = row["merged_into"]
    return NotFound()


async def demand_visible(
    uow: UnitOfWork, principal: Principal, ids: list[UUID]
) -> dict[UUID, tuple[str, str]]:
    """Type and title of each of these records that the principal may see and link to."""
    if not ids:
        return {}
    args = Args(principal.tenant_id, ids)
    scope = visible(principal, args, "r", of=ANY)
    rows = await uow.fetch(
        f"SELECT r.id, r.type, r.title FROM record r "
        f"WHERE r.tenant_id = $1 AND r.id = ANY($2) AND r.deleted_at IS NULL AND {scope} "
        # Held, so that none is merged away before the link is there.
        f"ORDER BY r.tenant_id, r.id FOR KEY SHARE OF r",
        *args.values,
    )
    return {row["id"]: (row["type"], row["title"]) for row in rows}
