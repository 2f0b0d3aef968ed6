"""The shares that count for a record: its own, and those of the company it goes along with."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from crm.records.sharing import goes_along
from crm.records.types import record_types
from kernel import clock
from kernel.principal import Principal
from kernel.together import Ask
from kernel.transaction import UnitOfWork

_OWN: Final = """
SELECT {whom}, s.level, s.along, s.expires_at, s.granted_by, s.created_at, NULL::uuid AS through,
    '' AS through_title
FROM {table} s {team} WHERE s.tenant_id = $1 AND s.record_id = {record}
    AND (s.expires_at IS NULL OR s.expires_at > $2)
"""
# The same condition as in `crm.records.sharing`.
_THROUGH: Final = """
SELECT {whom}, s.level, s.along, s.expires_at, s.granted_by, s.created_at, p.id, p.title
FROM link k JOIN record p ON p.tenant_id = $1 AND p.id = k.to_id AND p.deleted_at IS NULL
JOIN record c ON c.tenant_id = $1 AND c.id = k.from_id
JOIN {table} s ON s.tenant_id = $1 AND s.record_id = p.id {team}
WHERE k.tenant_id = $1 AND k.from_id = {record} AND (k.kind, c.type) IN ({pairs}) AND s.along
    AND c.owner_id IN (p.owner_id, s.granted_by)
    AND (s.expires_at IS NULL OR s.expires_at > $2)
"""
_TO: Final = (
    ("share", "s.member_id, NULL::uuid AS team_id, '' AS team", ""),
    (
        "team_share",
        "NULL::uuid AS member_id, s.team_id, t.name AS team",
        "JOIN team t ON t.tenant_id = $1 AND t.id = s.team_id",
    ),
)


class ShareView(msgspec.Struct, frozen=True):
    """Whom a record is shared with: a member or a team.

    One that goes `along` shows contacts and deals too; `through` is the company with which this
    record goes along.
    """

    member_id: UUID | None
    team_id: UUID | None
    team: str
    level: str
    along: bool
    expires_at: datetime | None
    granted_by: UUID | None
    created_at: datetime
    through: UUID | None
    through_title: str


async def shares_of(uow: UnitOfWork, principal: Principal, record_id: UUID) -> list[ShareView]:
    """The shares of a record that the principal sees, as long as they hold."""
    rows = await uow.fetch(*asking(principal, record_id))
    return [ShareView(**row) for row in rows]


def asking_shares(principal: Principal, record_id: UUID) -> Ask:
    """The same as a part of a statement."""
    text, *values = asking(principal, record_id)
    return Ask(text, tuple(values))


def asking(principal: Principal, record_id: UUID) -> tuple[str, UUID, datetime, UUID]:
    """The statement, and its values."""
    ordered = "ORDER BY created_at, member_id, team_id LIMIT 500"
    return f"{granted('$3')} {ordered}", principal.tenant_id, clock.now(), record_id


def granted(record: str) -> str:
    """SELECT the live shares that count for `record`; `$1` is the workspace, `$2` now."""
    every = goes_along([kind.name for kind in record_types()])
    pairs = ", ".join(f"('{name}', '{kind}')" for name, kinds in every.items() for kind in kinds)
    return " UNION ALL ".join(
        text.format(table=table, whom=whom, team=team, record=record, pairs=pairs)
        for text in ((_OWN, _THROUGH) if pairs else (_OWN,))
        for table, whom, team in _TO
    )
