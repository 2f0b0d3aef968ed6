"""Shares: a record shown to a member or a team, so far and until then."""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from crm.records.beside.telling import tell
from crm.records.scope import LEVELS, reaches
from crm.records.service import Records
from crm.records.sharing import along_with
from crm.records.types import Row
from kernel import clock
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.formats import format_date
from kernel.i18n import _, lazy

Level = Literal["read", "comment", "edit"]
With = Literal["member", "team"]
LEVEL_WORDS: Final[dict[str, Any]] = {
    "read": lazy("may look"),
    "comment": lazy("may add files and notes"),
    "edit": lazy("may change it"),
}

_NAME: Final = {
    "member": "SELECT coalesce(nullif(m.name, ''), 'member') FROM membership m "
    "WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active'",
    "team": "SELECT t.name FROM team t WHERE t.tenant_id = $1 AND t.id = $2",
}
_TABLE: Final = {"member": "share", "team": "team_share"}
_PUT = """
INSERT INTO {table} AS s (tenant_id, record_id, {whom}_id, level, along, expires_at, granted_by,
                          created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, record_id, {whom}_id) DO UPDATE SET level = excluded.level,
    along = excluded.along, expires_at = excluded.expires_at, granted_by = excluded.granted_by
    WHERE (s.level, s.along) <> (excluded.level, excluded.along)
        OR s.expires_at IS DISTINCT FROM excluded.expires_at
RETURNING s.record_id
"""
_TAKE = """
DELETE FROM {table} WHERE tenant_id = $1 AND record_id = $2 AND {whom}_id = $3 RETURNING record_id
"""


class Sharing(msgspec.Struct, forbid_unknown_fields=True):
    """How far, and until when; without an end it lasts.

    One of a company that goes `along` also shows its contacts and deals: those that the company's
    owner, or who shares it, owns.
    """

    level: Level = "edit"
    along: bool = False
    expires_at: datetime | None = None


async def share(
    records: Records,
    record_id: UUID,
    whom_id: UUID,
    sharing: Sharing | None = None,
    *,
    whom: With = "member",
) -> None:
    """Show it to a member or a team; again changes level and end."""
    await share_many(records, [record_id], whom_id, sharing or Sharing(), whom=whom)


async def share_many(
    records: Records, ids: list[UUID], whom_id: UUID, how: Sharing, *, whom: With = "member"
) -> None:
    """Show each of them; one that cannot be shared refuses all."""
    _demand_sound(how)
    name = await _name(records, whom_id, whom)
    for record_id in sorted(set(ids)):
        row = await _demand_own(records, record_id)
        if how.along:
            _demand_along(records, row)
        await _put(records, record_id, whom_id, name, how, whom)


async def _put(
    records: Records, record_id: UUID, whom_id: UUID, name: str, how: Sharing, whom: With
) -> None:
    me = records.principal
    done = await records.uow.fetchval(
        _PUT.format(table=_TABLE[whom], whom=whom),
        me.tenant_id,
        record_id,
        whom_id,
        how.level,
        how.along,
        how.expires_at,
        me.member_id,
        clock.now(),
    )
    if done is not None:
        after = {"shares": [_told(name, how)]}
        await tell(records.uow, me, records.kind, record_id, "shared", after=after)


async def unshare(
    records: Records, record_id: UUID, whom_id: UUID, *, whom: With = "member"
) -> None:
    """Show it no longer; again is harmless."""
    await _demand_own(records, record_id)
    name = await _name(records, whom_id, whom)
    me = records.principal
    gone = await records.uow.fetchval(
        _TAKE.format(table=_TABLE[whom], whom=whom), me.tenant_id, record_id, whom_id
    )
    if gone is not None:
        before = {"shares": [name]}
        await tell(records.uow, me, records.kind, record_id, "unshared", before=before)


def may_share(records: Records, row: Row) -> bool:
    """The owner shares, and whoever may give the record to others."""
    me, kind = records.principal, records.kind.name
    owns = row["owner_id"] == me.member_id and me.may(f"{kind}:edit")
    return owns or reaches(me, kind, "transfer", row)


def _demand_sound(how: Sharing) -> None:
    if how.level not in LEVELS:
        raise Invalid(
            fields={"level": _("Choose one of: %(choices)s.") % {"choices": ", ".join(LEVELS)}}
        )
    if how.expires_at is None:
        return
    if how.expires_at.tzinfo is None:
        raise Invalid(fields={"expires_at": _("A time needs its offset, such as +01:00 or Z.")})
    if how.expires_at <= clock.now():
        raise Invalid(fields={"expires_at": _("This moment is over. Choose one to come.")})


def _told(name: str, how: Sharing) -> str:
    """In the record's own stream: the name, the level, and the end."""
    said = f"{name} ({LEVEL_WORDS[how.level]})"
    if how.along:
        said = _("%(share)s, with contacts and deals") % {"share": said}
    if how.expires_at is None:
        return said
    return _("%(share)s until %(date)s") % {"share": said, "date": format_date(how.expires_at)}


async def _demand_own(records: Records, record_id: UUID) -> Row:
    row = await records.changeable(record_id, "see")
    if not may_share(records, row):
        raise Forbidden
    return row


def _demand_along(records: Records, row: Row) -> None:
    """What goes along is given like the record: by its owner, or by who may give theirs away."""
    me, kinds = records.principal, along_with(records.kind)
    if not kinds:
        raise Invalid(fields={"along": _("Nothing goes along with this.")})
    own = row["owner_id"] == me.member_id
    for kind in kinds:
        if not (me.may(f"{kind}:edit") if own else reaches(me, kind, "transfer", row)):
            raise Forbidden


async def _name(records: Records, whom_id: UUID, whom: With) -> str:
    name = await records.uow.fetchval(_NAME[whom], records.principal.tenant_id, whom_id)
    if name is None:
        raise NotFound
    return str(name)
