"""Who can see a record, and why: the answer of the same rule that lists and search obey."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from crm.records.beside.grants import ShareView, granted, shares_of
from crm.records.beside.shares import LEVEL_WORDS
from crm.records.people import Named, People
from crm.records.scope import LEVELS
from crm.records.types import RecordType, Row
from kernel import clock
from kernel.formats import format_date
from kernel.i18n import _
from kernel.principal import Principal, teams_in
from kernel.transaction import UnitOfWork

Reason = Literal["owner", "role", "team", "share", "link"]


class Viewer(msgspec.Struct, frozen=True):
    """A member who sees it. `level` and `until` belong to a share; `why` says it in words."""

    member_id: UUID
    name: str
    reason: Reason
    why: str
    level: str = ""
    until: datetime | None = None


class Grant(msgspec.Struct, frozen=True, array_like=True):
    """A share that counts for a record; `through` names the company with which it goes along."""

    member_id: UUID | None
    team_id: UUID | None
    level: str
    expires_at: datetime | None
    through_title: str


class Seen(msgspec.Struct, frozen=True):
    """What of a record decides who sees it: among else the furthest grant for each."""

    type: str
    owner_id: UUID | None
    team_id: UUID | None
    grants: dict[UUID | None, Grant | ShareView]


async def viewers(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    row: Row,
    everybody: People,
    shares: list[ShareView] | None = None,
) -> list[Viewer]:
    """Every active member who sees the record, by name."""
    if shares is None:
        shares = await shares_of(uow, principal, row["id"])
    own = seen_of(kind, row, shares)
    linked = await _linked(uow, row["id"]) if kind.seen_by == "link" else []
    members = [member for member in everybody.members.values() if member.active]
    found = [_viewer(member, own, linked) for member in members]
    if kind.is_open(row):
        pairs = zip(found, members, strict=True)
        found = [viewer or _everybody(member, kind) for viewer, member in pairs]
    return [viewer for viewer in found if viewer is not None]


def _everybody(member: Named, kind: RecordType) -> Viewer | None:
    if member.role.scope_of(kind.name) is None:
        return None
    return Viewer(member.id, member.name, "role", _("open to everybody here"))


def seen_of(kind: RecordType, row: Row, shares: Iterable[ShareView]) -> Seen:
    """The record itself."""
    return Seen(kind.name, row["owner_id"], row["team_id"], _furthest(shares))


def _furthest(shares: Iterable[Grant | ShareView]) -> dict[UUID | None, Grant | ShareView]:
    rising = sorted(shares, key=lambda s: (LEVELS.index(s.level), not s.through_title))
    return {share.member_id or share.team_id: share for share in rising}


async def _linked(uow: UnitOfWork, record_id: UUID) -> list[Seen]:
    rows = await uow.fetch(_linking(), uow.tenant_id, clock.now(), record_id)
    return [
        Seen(
            r["type"],
            r["owner_id"],
            r["team_id"],
            _furthest(msgspec.convert(r["grants"] or [], list[Grant])),
        )
        for r in rows
    ]


def _linking() -> str:
    return f"""
    SELECT r.id, r.type, r.title, r.owner_id, r.team_id, (SELECT jsonb_agg(jsonb_build_array(
        g.member_id, g.team_id, g.level, g.expires_at, g.through_title))
        FROM ({granted("r.id")}) g) AS grants
    FROM link l JOIN record r ON r.tenant_id = $1 AND r.id = l.to_id AND r.deleted_at IS NULL
    WHERE l.tenant_id = $1 AND l.from_id = $3 AND l.kind = 'links'
    ORDER BY l.tenant_id, l.position LIMIT 200
    """


def _viewer(member: Named, own: Seen, linked: list[Seen]) -> Viewer | None:
    found = _sees(member, own)
    by_link = member.role.scope_of(own.type) not in {None, "own"}
    if found is None and by_link and any(_sees(member, other) for other in linked):
        return Viewer(member.id, member.name, "link", _("sees a linked record"))
    return found


def _sees(member: Named, seen: Seen) -> Viewer | None:
    """As `crm.records.scope.visible` has it, for one member and one record."""
    reach = member.role.scope_of(seen.type)
    if reach is None:
        return None
    if seen.owner_id == member.id:
        return Viewer(member.id, member.name, "owner", _("owner"))
    if reach == "all":
        why = _("role: %(role)s") % {"role": member.role.label}
        return Viewer(member.id, member.name, "role", why)
    if reach == "own":
        return None
    if _in_reach(member, reach, seen.team_id):
        return Viewer(member.id, member.name, "team", _("the owner's team"))
    shared = seen.grants.get(member.id)
    if shared is not None:
        return _by_share(member, shared, _("shared"))
    shared = seen.grants.get(member.team_id) if member.team_id else None
    return _by_share(member, shared, _("shared with the team")) if shared else None


def _in_reach(member: Named, reach: str, team_id: UUID | None) -> bool:
    teams = teams_in(reach, member.team_id, member.team_ids, member.role.named_teams)
    return team_id is not None and team_id in teams


def _by_share(member: Named, shared: Grant | ShareView, why: str) -> Viewer:
    said = f"{why}, {LEVEL_WORDS[shared.level]}"
    if shared.through_title:
        words = {"share": said, "company": shared.through_title}
        said = _("%(share)s, along with %(company)s") % words
    until = shared.expires_at
    if until is not None:
        said = _("%(share)s until %(date)s") % {"share": said, "date": format_date(until)}
    return Viewer(member.id, member.name, "share", said, shared.level, until)
