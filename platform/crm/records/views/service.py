"""Views as one member has them: own ones, the team's, everybody's; none widens what one sees."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.filtering import Filtering
from crm.records.narrowing import as_seen
from crm.records.ordering import order_of
from crm.records.types import RecordType, record_type, record_types
from crm.records.views.model import LAYOUTS, SHARINGS
from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from kernel.filters import EVERYTHING, Node, parse
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.together import Ask
from kernel.transaction import UnitOfWork

MAX_VIEWS: Final = 100
MAX_NAME: Final = 80
MAX_COLUMNS: Final = 30
_LIVE: Final = True
# What references name that follow each other: the columns of a type's own board.
STEPS: Final = ("stage",)
FIELDS: Final = ("name", "filter", "sort", "columns", "layout", "by", "sharing")

_COLUMNS = """
v.id, v.type, v.name, v.filter, v.sort, v.columns, v.layout, v.by, v.member_id, v.sharing,
coalesce(u.pinned, FALSE) AS pinned, coalesce(u.begins, FALSE) AS begins
"""
_SEEN = f"""
SELECT {_COLUMNS} FROM view v
LEFT JOIN view_use u ON u.tenant_id = $1 AND u.view_id = v.id AND u.member_id = $2
WHERE v.tenant_id = $1 AND (v.deleted_at IS NULL) = $4 AND (v.member_id = $2
    OR v.sharing = 'everyone' OR (v.sharing = 'team' AND v.team_id = ANY($3::uuid[])))
"""
_LIST = f"{_SEEN} AND v.type = $5 ORDER BY v.tenant_id, v.type, v.name, v.id LIMIT 500"
_ONE = f"{_SEEN} AND v.id = $5"
_INSERT = """
INSERT INTO view (tenant_id, id, type, name, filter, sort, columns, layout, by, sharing, member_id,
    team_id, created_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
WHERE (SELECT count(*) FROM view c WHERE c.tenant_id = $1 AND c.member_id = $11
    AND c.deleted_at IS NULL) < $14
ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id
"""
_CHANGE = """
UPDATE view SET name = $3, filter = $4, sort = $5, columns = $6, layout = $7, by = $8,
    sharing = $9, team_id = $10, version = version + 1 WHERE tenant_id = $1 AND id = $2
"""
_BIN = "UPDATE view SET deleted_at = $3 WHERE tenant_id = $1 AND id = $2"
_PIN = """
INSERT INTO view_use (tenant_id, member_id, view_id, pinned) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, member_id, view_id) DO UPDATE SET pinned = excluded.pinned
"""
_BEGIN = """
INSERT INTO view_use (tenant_id, member_id, view_id, begins) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, member_id, view_id) DO UPDATE SET begins = excluded.begins
"""
_BEGIN_ELSEWHERE = """
UPDATE view_use SET begins = FALSE WHERE tenant_id = $1 AND member_id = $2
    AND view_id IN (SELECT o.id FROM view o WHERE o.tenant_id = $1 AND o.type = $3)
"""


class Saved(msgspec.Struct, frozen=True):
    """A view; `mine` says whether one may change it, `begins` whether one's list opens with it."""

    id: UUID
    type: str
    name: str
    filter: dict[str, Any]
    sort: str
    columns: list[str]
    layout: str
    by: str
    sharing: str
    mine: bool
    pinned: bool
    begins: bool

    @property
    def where(self) -> Node:
        """What it selects."""
        return parse(msgspec.json.encode(self.filter).decode()) if self.filter else EVERYTHING


async def views(uow: UnitOfWork, principal: Principal, type_name: str) -> list[Saved]:
    """Those of a type that the principal has."""
    ask = asking_views(principal, type_name)
    return views_in(await uow.fetch(ask.sql, *ask.values), principal)


def asking_views(principal: Principal, type_name: str) -> Ask:
    """The same as a part of a statement; `views_in` reads its rows."""
    return Ask(_LIST, (*_who(principal), _LIVE, type_name))


def views_in(rows: Iterable[Any], principal: Principal) -> list[Saved]:
    """The views that these rows tell of."""
    return [_saved(row, principal) for row in rows]


async def view(
    uow: UnitOfWork, principal: Principal, view_id: UUID, *, binned: bool = False
) -> Saved:
    """One of them; `NotFound` for every reason not to show it."""
    row = await uow.fetchrow(_ONE, *_who(principal), not binned, view_id)
    if row is None or not principal.may(f"{row['type']}:see"):
        raise NotFound
    return _saved(row, principal)


async def save(uow: UnitOfWork, principal: Principal, wishes: dict[str, Any]) -> UUID:
    """A new view of one's own; its id."""
    kind = _kind(principal, wishes["type"])
    said = _checked(principal, kind, {**_fresh(), **wishes})
    made = uuid7()
    done = await uow.fetchval(
        _INSERT,
        principal.tenant_id,
        made,
        kind.name,
        *(said[name] for name in FIELDS),
        principal.member_id,
        _team(principal, said),
        clock.now(),
        MAX_VIEWS,
    )
    if done is None:
        raise Conflict(_("You have %(most)s views. Delete one first."), most=MAX_VIEWS)
    return made


async def change(
    uow: UnitOfWork, principal: Principal, view_id: UUID, wishes: dict[str, Any]
) -> None:
    """Change what is named; only one's own views."""
    before = await _own(uow, principal, view_id)
    kind = _kind(principal, before.type)
    said = _checked(principal, kind, {**msgspec.structs.asdict(before), **wishes})
    values = (said[name] for name in FIELDS)
    await uow.execute(_CHANGE, principal.tenant_id, view_id, *values, _team(principal, said))


async def copy(uow: UnitOfWork, principal: Principal, view_id: UUID) -> UUID:
    """The same view once more, for oneself."""
    known = await view(uow, principal, view_id)
    name = _("%(name)s (copy)", name=known.name[: MAX_NAME - 10])
    said = {**msgspec.structs.asdict(known), "name": name, "sharing": "mine"}
    return await save(uow, principal, said)


async def delete(uow: UnitOfWork, principal: Principal, view_id: UUID) -> None:
    """Away; it can come back."""
    await _own(uow, principal, view_id)
    await uow.execute(_BIN, principal.tenant_id, view_id, clock.now())


async def restore(uow: UnitOfWork, principal: Principal, view_id: UUID) -> Saved:
    """Back again; harmless for one that is there."""
    try:
        known = await view(uow, principal, view_id, binned=True)
    except NotFound:
        return await view(uow, principal, view_id)
    if not known.mine:
        raise NotFound
    await uow.execute(_BIN, principal.tenant_id, view_id, None)
    return known


async def pin(uow: UnitOfWork, principal: Principal, view_id: UUID, *, pinned: bool) -> None:
    """Among one's own tabs, or not."""
    await view(uow, principal, view_id)
    me = principal
    await uow.execute(_PIN, me.tenant_id, me.member_id, view_id, pinned)


async def begin_with(uow: UnitOfWork, principal: Principal, view_id: UUID, *, yes: bool) -> None:
    """The list of its type opens with it, for the principal alone."""
    known, me = await view(uow, principal, view_id), principal
    await uow.execute(_BEGIN_ELSEWHERE, me.tenant_id, me.member_id, known.type)
    await uow.execute(_BEGIN, me.tenant_id, me.member_id, view_id, yes)


async def _own(uow: UnitOfWork, principal: Principal, view_id: UUID) -> Saved:
    known = await view(uow, principal, view_id)
    if not known.mine:
        raise Forbidden(_("Only its owner changes a view. Make a copy of it."))
    return known


def _kind(principal: Principal, name: str) -> RecordType:
    if name not in {kind.name for kind in record_types()} or not principal.may(f"{name}:see"):
        raise Invalid(fields={"type": _("Choose one of those shown.")})
    return as_seen(record_type(name), principal)


def _checked(principal: Principal, kind: RecordType, said: dict[str, Any]) -> dict[str, Any]:
    """What can be stored; raises `Invalid` for what the type does not have."""
    name = " ".join(str(said["name"]).split())
    wrong: dict[str, str] = {}
    if not name or len(name) > MAX_NAME or not name.isprintable():
        wrong["name"] = _("A name has 1 to %(most)s characters.") % {"most": MAX_NAME}
    try:
        tree = said["filter"] or {}
        where = parse(msgspec.json.encode(tree).decode()) if tree else EVERYTHING
        Filtering(kind, principal, Args(), "a").sql(where)
    except Refused as error:
        wrong["filter"] = error.message
    try:
        order_of(kind, said["sort"] or kind.default_sort)
    except Refused as error:
        wrong["sort"] = error.message
    columns = list(dict.fromkeys(said["columns"] or ()))
    if not set(columns) <= set(kind.labels) or len(columns) > MAX_COLUMNS:
        wrong["columns"] = _("There is no such field.")
    for what, allowed in (("layout", LAYOUTS), ("sharing", SHARINGS)):
        if said[what] not in allowed:
            wrong[what] = _("Choose one of those shown.")
    if said["layout"] != "list" and said["by"] not in laid_out_by(kind, said["layout"]):
        wrong["by"] = _("This field does not fit the layout.")
    if wrong:
        raise Invalid(fields=wrong)
    return {**said, "name": name, "columns": columns, "filter": tree}


def laid_out_by(kind: RecordType, layout: str) -> list[str]:
    """The fields by which a layout can lie."""
    fits = {
        "calendar": {"date", "moment"},
        "kanban": {"choice"},
        "group": {"choice", "member", "yes_no", "text"},
    }.get(layout, set())
    fields = [f for f in kind.fields.values() if f.filterable]
    if layout == "kanban":
        fields = [f for f in fields if f.custom is None]
    return [f.name for f in fields if f.kind in fits or (layout == "kanban" and f.source in STEPS)]


def _team(principal: Principal, said: dict[str, Any]) -> UUID | None:
    if said["sharing"] != "team":
        return None
    if principal.team_id is None:
        raise Invalid(fields={"sharing": _("You are in no team yet.")})
    return principal.team_id


def _who(principal: Principal) -> tuple[UUID, UUID, list[UUID]]:
    teams = {*principal.team_ids, *((principal.team_id,) if principal.team_id else ())}
    return principal.tenant_id, principal.member_id, list(teams)


def _fresh() -> dict[str, Any]:
    return {
        "filter": {},
        "sort": "",
        "columns": [],
        "layout": "list",
        "by": "",
        "sharing": "mine",
    }


def _saved(row: Any, principal: Principal) -> Saved:
    values = {name: row[name] for name in Saved.__struct_fields__ if name != "mine"}
    mine = msgspec.convert(row["member_id"], UUID | None) == principal.member_id
    return Saved(mine=mine, **{**values, "id": msgspec.convert(row["id"], UUID)})
