"""Pools: made and changed by administrators."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from crm.customers.ownership.service import KEPT
from crm.customers.pool.standing import ADMIN, COLUMNS, INSIDE, asking
from crm.records.kinds.texts import needed_name
from crm.records.types import record_type
from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]
Hours = Annotated[int, msgspec.Meta(ge=0, le=87_600)]
Ids = Annotated[list[UUID], msgspec.Meta(max_length=500)]
Views = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Names = Annotated[list[str], msgspec.Meta(max_length=100)]

_LIST = f"""
SELECT {COLUMNS}, {INSIDE} AS inside, {ADMIN} AS admin,
    (SELECT count(*) FROM (SELECT 1 FROM pool_entry e JOIN record r
        ON r.tenant_id = $1 AND r.id = e.record_id AND r.deleted_at IS NULL
        WHERE e.tenant_id = $1 AND e.pool_id = p.id AND e.left_at IS NULL LIMIT 1001) c) AS waiting,
    ARRAY(SELECT m.member_id FROM pool_member m WHERE m.tenant_id = $1 AND m.pool_id = p.id
        AND NOT m.admin ORDER BY m.member_id) AS members,
    ARRAY(SELECT m.member_id FROM pool_member m WHERE m.tenant_id = $1 AND m.pool_id = p.id
        AND m.admin ORDER BY m.member_id) AS admins,
    ARRAY(SELECT t.team_id FROM pool_team t WHERE t.tenant_id = $1 AND t.pool_id = p.id
        ORDER BY t.team_id) AS teams
FROM pool p WHERE p.tenant_id = $1 AND ($4::uuid IS NULL OR p.id = $4)
ORDER BY p.tenant_id, p.created_at, p.id LIMIT 200
"""
_MAKE = """
INSERT INTO pool (tenant_id, id, name, record_type, enabled, hidden_fields, previous_owner_days,
                  new_entry_hours, daily_views, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (tenant_id, name) DO NOTHING RETURNING id
"""
_CHANGE = """
UPDATE pool p SET name = $3, enabled = $4, hidden_fields = $5, previous_owner_days = $6,
    new_entry_hours = $7, daily_views = $8
WHERE p.tenant_id = $1 AND p.id = $2
    AND NOT EXISTS (SELECT 1 FROM pool o WHERE o.tenant_id = $1 AND o.name = $3 AND o.id <> $2)
RETURNING p.id
"""
_PEOPLE = """
INSERT INTO pool_member AS i (tenant_id, pool_id, member_id, admin)
SELECT $1, $2, m.id, m.id = ANY($4) FROM membership m
WHERE m.tenant_id = $1 AND m.id = ANY($3) AND m.status = 'active'
ON CONFLICT (tenant_id, pool_id, member_id) DO UPDATE SET admin = excluded.admin
RETURNING i.member_id
"""
_TEAMS = """
INSERT INTO pool_team AS i (tenant_id, pool_id, team_id)
SELECT $1, $2, t.id FROM team t WHERE t.tenant_id = $1 AND t.id = ANY($3)
ON CONFLICT (tenant_id, pool_id, team_id) DO UPDATE SET team_id = excluded.team_id
RETURNING i.team_id
"""

_RULES = ("enabled", "hidden_fields", "previous_owner_days", "new_entry_hours", "daily_views")


class PoolEdit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays. Without members and teams the pool is everybody's.

    `daily_views` is how many records each member may look at in full per day, unclaimed.
    """

    name: Annotated[str, msgspec.Meta(max_length=80)] | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET
    hidden_fields: Names | UnsetType = UNSET
    previous_owner_days: Days | UnsetType = UNSET
    new_entry_hours: Hours | UnsetType = UNSET
    daily_views: Views | UnsetType = UNSET
    members: Ids | UnsetType = UNSET
    admins: Ids | UnsetType = UNSET
    teams: Ids | UnsetType = UNSET


class NewPool(PoolEdit, kw_only=True):
    """A pool for records of one type."""

    name: Annotated[str, msgspec.Meta(max_length=80)]
    record_type: str = "company"


class PoolView(msgspec.Struct, kw_only=True):
    """A pool; `inside` says whether the asker may take from it, `waiting` is counted to 1001."""

    id: UUID
    name: str
    record_type: str
    enabled: bool
    hidden_fields: list[str]
    previous_owner_days: int
    new_entry_hours: int
    daily_views: int
    members: list[UUID]
    admins: list[UUID]
    teams: list[UUID]
    inside: bool
    admin: bool
    waiting: int


async def pools(uow: UnitOfWork, principal: Principal, type: str = "") -> list[PoolView]:
    """Those, of a type if one is named, that the principal may take from or administers."""
    head = principal.may("settings:workspace")
    rows = await uow.fetch(_LIST, *asking(principal), None)
    mine = [row for row in rows if row["inside"] or row["admin"] or head]
    return [_view(row, head) for row in mine if type in {"", row["record_type"]}]


async def pool(uow: UnitOfWork, principal: Principal, pool_id: UUID) -> PoolView:
    """One of them; raises `NotFound`."""
    row = await uow.fetchrow(_LIST, *asking(principal), pool_id)
    head = principal.may("settings:workspace")
    if row is None or not (row["inside"] or row["admin"] or head):
        raise NotFound
    return _view(row, head)


async def make(uow: UnitOfWork, principal: Principal, data: NewPool) -> PoolView:
    """A new pool."""
    if data.record_type not in KEPT:
        raise Invalid(fields={"record_type": _("There are no pools for this type.")})
    pool_id, name = uuid7(), needed_name(data.name)
    made = await uow.fetchval(
        _MAKE,
        principal.tenant_id,
        pool_id,
        name,
        data.record_type,
        data.enabled is not False,
        _fields(data.record_type, data.hidden_fields or []),
        data.previous_owner_days or 0,
        data.new_entry_hours or 0,
        data.daily_views or 0,
        clock.now(),
    )
    if made is None:
        raise Conflict(_("There is a pool of this name already."))
    await _people(uow, pool_id, data, PoolEdit())
    await note(uow, principal, "pool", pool_id, "created", after={"name": name})
    return await pool(uow, principal, pool_id)


async def edit(uow: UnitOfWork, principal: Principal, pool_id: UUID, data: PoolEdit) -> PoolView:
    """Change what is named."""
    was = await pool(uow, principal, pool_id)
    now = {
        name: getattr(was, name) if (new := getattr(data, name)) is UNSET else new
        for name in _RULES
    }
    name = was.name if data.name is UNSET else needed_name(data.name)
    now["hidden_fields"] = _fields(was.record_type, now["hidden_fields"])
    if await uow.fetchval(_CHANGE, principal.tenant_id, pool_id, name, *now.values()) is None:
        raise Conflict(_("There is a pool of this name already."))
    known = PoolEdit(members=was.members, admins=was.admins, teams=was.teams)
    await _people(uow, pool_id, data, known)
    found = await pool(uow, principal, pool_id)
    before, after = msgspec.to_builtins(was), msgspec.to_builtins(found)
    changed = [key for key in after if before[key] != after[key] and key != "waiting"]
    if changed:
        await note(
            uow,
            principal,
            "pool",
            pool_id,
            "updated",
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
        )
    return found


async def _people(uow: UnitOfWork, pool_id: UUID, data: PoolEdit, was: PoolEdit) -> None:
    if data.members is not UNSET or data.admins is not UNSET:
        members = set(_or(data.members, was.members))
        admins = set(_or(data.admins, was.admins))
        await uow.execute(
            "DELETE FROM pool_member WHERE tenant_id = $1 AND pool_id = $2", uow.tenant_id, pool_id
        )
        wanted = members | admins
        put = await uow.fetch(_PEOPLE, uow.tenant_id, pool_id, list(wanted), list(admins))
        if len(put) != len(wanted):
            raise Invalid(fields={"members": _("There is no such member.")})
    if data.teams is not UNSET:
        await uow.execute(
            "DELETE FROM pool_team WHERE tenant_id = $1 AND pool_id = $2", uow.tenant_id, pool_id
        )
        put = await uow.fetch(_TEAMS, uow.tenant_id, pool_id, list(set(data.teams)))
        if len(put) != len(set(data.teams)):
            raise Invalid(fields={"teams": _("There is no such team.")})


def _or(new: list[UUID] | UnsetType, old: list[UUID] | UnsetType) -> list[UUID]:
    found = old if new is UNSET else new
    return [] if found is UNSET else found


def _fields(type_name: str, names: list[str]) -> list[str]:
    kind = record_type(type_name)
    for name in names:
        if name not in kind.fields or name == "name":
            raise Invalid(fields={"hidden_fields": _("There is no such field.")})
    return [name for name in kind.fields if name in names]


def _view(row: Any, head: bool) -> PoolView:  # noqa: FBT001 -- an administrator of the workspace
    return PoolView(**{**dict(row), "admin": row["admin"] or head})
