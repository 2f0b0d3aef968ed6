"""Roles made, changed and deleted by those who may, never beyond what they may themselves."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from kernel import clock, jobs
from kernel.errors import Conflict, Forbidden
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.granting import giver, within
from tenants.access.roles import EVERY, ROLES, Cells, Role, as_kept, cells_of
from tenants.access.subjects import SUBJECTS
from tenants.audit.notes import note
from tenants.members.seating import seating
from tenants.roles.checking import (
    clean_about,
    clean_name,
    clean_records,
    clean_settings,
    clean_teams,
    clean_veils,
    demand_fitting,
)
from tenants.roles.model import RoleChanged, RoleInUse, TooMuch
from tenants.roles.reading import Kept, role
from tenants.workspace.holding import hold

MOST: Final = 50
UNINDEXED: Final = "roles.unindexed"
_LONGEST_CODE: Final = 40
# Longer than any transaction lives.
SETTLED: Final = timedelta(minutes=2)

_INSERT = """
INSERT INTO role (tenant_id, id, code, name, about, rights, veils, created_at, updated_at,
                  changed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
ON CONFLICT (tenant_id, code) DO UPDATE SET name = excluded.name, about = excluded.about,
    rights = excluded.rights, veils = excluded.veils, version = role.version + 1,
    updated_at = excluded.updated_at, changed_by = excluded.changed_by
RETURNING id
"""
_USED = """
SELECT EXISTS (SELECT 1 FROM membership m
               WHERE m.tenant_id = $1 AND m.role = $2 AND m.status <> 'left')
    OR EXISTS (SELECT 1 FROM invitation i
               WHERE i.tenant_id = $1 AND i.role = $2 AND i.accepted_at IS NULL
                   AND i.revoked_at IS NULL AND i.expires_at > $3)
"""
_VEILS = "SELECT r.veils FROM role r WHERE r.tenant_id = $1"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a role shall be. `records` are per type and action how far it reaches; `*` is every."""

    name: str
    about: str
    records: Cells
    settings: list[str]
    fields: Mapping[str, Mapping[str, str]]
    teams: list[UUID] = []


def wish_of(role: Role) -> Wish:
    """The role as it is, to change something of it."""
    every = cells_of(role, (EVERY,))[EVERY]
    cells = cells_of(role, tuple(SUBJECTS))
    return Wish(
        name=str(role.label),
        about=str(role.about),
        records={EVERY: every, **{t: c for t, c in cells.items() if c != every}},
        settings=[
            word.partition(":")[2] for word in sorted(role.permissions) if word[:9] == "settings:"
        ],
        fields=role.veils,
        teams=list(role.named_teams),
    )


async def create(uow: UnitOfWork, principal: Principal, wish: Wish) -> str:
    """A new role of the workspace's own; its code."""
    await hold(uow)
    made = await uow.fetchval("SELECT count(*) FROM role WHERE tenant_id = $1", uow.tenant_id)
    if made >= MOST:
        raise Conflict(_("A workspace has at most %(most)s roles of its own."), most=MOST)
    code = await _free_code(uow, wish.name)
    await _keep(uow, principal, code, wish, None)
    return code


async def change(
    uow: UnitOfWork, principal: Principal, code: str, wish: Wish, version: int | None = None
) -> None:
    """What it shall be from now on; whoever has it feels it at their next request."""
    await hold(uow)
    kept = await role(uow, code)
    if not kept.editable:
        raise Forbidden
    if version is not None and version != kept.version:
        raise RoleChanged
    await _keep(uow, principal, code, wish, kept)


async def delete(uow: UnitOfWork, principal: Principal, code: str) -> None:
    """An own role goes, unless somebody has it; one of ours becomes what it was."""
    await hold(uow)
    kept = await role(uow, code)
    if not kept.editable or not kept.version:
        raise Forbidden
    row = await uow.fetchval(
        "SELECT id FROM role WHERE tenant_id = $1 AND code = $2 FOR UPDATE", uow.tenant_id, code
    )
    if not kept.ours and await uow.fetchval(_USED, uow.tenant_id, code, clock.now()):
        raise RoleInUse
    actor = await giver(uow, principal)
    if kept.ours and not within(actor, ROLES[code], kept.role):
        raise Forbidden
    async with seating(uow, principal.entitled):
        await uow.execute(
            "DELETE FROM role WHERE tenant_id = $1 AND code = $2", uow.tenant_id, code
        )
    await note(uow, principal, "role", row, "deleted", before=_told(wish_of(kept.role)))
    await _renew_index(uow)


async def _keep(
    uow: UnitOfWork, principal: Principal, code: str, wish: Wish, kept: Kept | None
) -> None:
    sound = Wish(
        name=clean_name(wish.name),
        about=clean_about(wish.about),
        records=clean_records(wish.records),
        settings=clean_settings(wish.settings),
        fields=await clean_veils(uow, wish.fields),
        teams=await clean_teams(uow, wish.teams, kept.role.named_teams if kept else ()),
    )
    teams = [str(team) for team in sound.teams]
    rights = {"records": sound.records, "settings": sound.settings, "teams": teams}
    wanted = as_kept(code, sound.name, sound.about, rights, sound.fields)
    demand_fitting(wanted)
    if not within(await giver(uow, principal), wanted, kept.role if kept else None):
        raise TooMuch
    async with seating(uow, principal.entitled):
        row = await uow.fetchval(
            _INSERT,
            principal.tenant_id,
            uuid7(),
            code,
            _own_word(code, "label", sound.name),
            _own_word(code, "about", sound.about),
            rights,
            sound.fields,
            clock.now(),
            principal.member_id,
        )
    before = _told(wish_of(kept.role)) if kept else None
    after = _told(wish_of(wanted))
    if before is not None:
        differing = {name for name in after if after[name] != before[name]}
        before = {name: before[name] for name in differing}
        after = {name: after[name] for name in differing}
    await note(
        uow, principal, "role", row, "updated" if kept else "created", before=before, after=after
    )
    await _renew_index(uow)


def _own_word(code: str, part: str, text: str) -> str:
    """Our own words stay ours, so that each reads them in their language."""
    ours = ROLES.get(code)
    return "" if ours is not None and text == str(getattr(ours, part)) else text


def _told(wish: Wish) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(wish)
    return told


async def _free_code(uow: UnitOfWork, name: str) -> str:
    rows = await uow.fetch("SELECT code FROM role WHERE tenant_id = $1", uow.tenant_id)
    taken = {*ROLES, *(row["code"] for row in rows)}
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_CODE] or "role"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


async def _renew_index(uow: UnitOfWork) -> None:
    """Keep out of the search what some role does not see in full; the index follows by a job."""
    found: dict[str, set[str]] = {}
    for row in await uow.fetch(_VEILS, uow.tenant_id):
        for type, rules in row["veils"].items():
            found.setdefault(type, set()).update(rules)
    now = {type: sorted(fields) for type, fields in sorted(found.items())}
    before = await uow.fetchval("SELECT unindexed FROM workspace WHERE id = $1", uow.tenant_id)
    if now == before:
        return
    await uow.execute("UPDATE workspace SET unindexed = $2 WHERE id = $1", uow.tenant_id, now)
    for type in {*now, *before}:
        if now.get(type) != before.get(type):
            await _reindex(uow, type)


async def _reindex(uow: UnitOfWork, type: str) -> None:
    """At once, and again when no request can be under way that began before the change."""
    await jobs.enqueue(uow, UNINDEXED, {"type": type})
    await jobs.enqueue(uow, UNINDEXED, {"type": type}, at=clock.now() + SETTLED)
