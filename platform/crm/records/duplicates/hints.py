"""What somebody who adds a record is told of those that are there: never more than they may see."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.duplicates.finding import Candidate, candidates_of_many
from crm.records.duplicates.likeness import SAME
from crm.records.types import RecordType, Row
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

SHOWN: Final = 8
SURE: Final = 92

_TEAMS = "SELECT t.id, t.name FROM team t WHERE t.tenant_id = $1 AND t.id = ANY($2)"
_OWNERS = """
SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.id = ANY($2)
"""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A record that is there; `taken` is one that may not be seen: no id, no name, only the team.

    `reasons`: email, phone, domain, code (tax number), handle, tail (end of a number), name.
    """

    type: str
    taken: bool = False
    id: UUID | None = None
    title: str | None = None
    owner: str | None = None
    team: str | None = None
    score: int | None = None
    reasons: tuple[str, ...] = ()
    in_bin: bool = False
    may_restore: bool = False


class Hints(msgspec.Struct, frozen=True):
    """The same by an address or number, and alike by name."""

    exact: list[Match]
    near: list[Match]

    @property
    def serious(self) -> bool:
        """Whether it is likely enough to ask before such a record is made."""
        return bool(self.exact) or any(one.taken or (one.score or 0) >= SURE for one in self.near)

    def __bool__(self) -> bool:
        return bool(self.exact or self.near)


async def hints(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    row: Row,
    *,
    but: tuple[UUID, ...] = (),
) -> Hints:
    """What to say before such a record is made."""
    [found] = await hints_of_many(uow, principal, kind, [row], but=but)
    return found


async def hints_of_many(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    rows: Sequence[Row],
    *,
    but: tuple[UUID, ...] = (),
) -> list[Hints]:
    """The same for each of many rows that are about to come in, in their order."""
    found = await candidates_of_many(uow, principal, kind, rows, but=but)
    told = [[one for one in those if one.seen or _is_told(one)] for those in found]
    every = [one for those in told for one in those]
    owners = await _names(uow, principal, _OWNERS, {one.owner_id for one in every if one.seen})
    teams = await _names(uow, principal, _TEAMS, {one.team_id for one in every})

    def shown(those: list[Candidate]) -> list[Match]:
        matches = [_match(principal, kind, one, owners, teams) for one in those[:SHOWN]]
        return list(dict.fromkeys(matches))

    return [
        Hints(
            shown([one for one in those if one.exact]),
            shown([one for one in those if not one.exact]),
        )
        for those in told
    ]


def _is_told(one: Candidate) -> bool:
    """Of the invisible only what is certain: a likeness would let names be guessed by letters."""
    return one.deleted_at is None and (one.exact or one.score >= SAME)


def _match(
    principal: Principal,
    kind: RecordType,
    one: Candidate,
    owners: dict[UUID, str],
    teams: dict[UUID, str],
) -> Match:
    team = teams.get(one.team_id) if one.team_id else None
    if not one.seen:
        return Match(type=kind.name, taken=True, team=team, reasons=one.reasons[:1])
    return Match(
        type=kind.name,
        id=one.id,
        title=one.title,
        owner=owners.get(one.owner_id) if one.owner_id else None,
        team=team,
        score=one.score,
        reasons=one.reasons,
        in_bin=one.deleted_at is not None,
        may_restore=one.deleted_at is not None and principal.may(f"{kind.name}:delete"),
    )


async def _names(
    uow: UnitOfWork, principal: Principal, statement: str, wanted: set[Any]
) -> dict[UUID, str]:
    ids = [one for one in wanted if one is not None]
    if not ids:
        return {}
    rows = await uow.fetch(statement, principal.tenant_id, ids)
    return {row["id"]: row["name"] for row in rows}
