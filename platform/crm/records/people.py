"""The members of the workspace, as pages name them."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from kernel.together import Ask
from kernel.transaction import UnitOfWork
from tenants.access.roles import Role, role_of

_MEMBERS = """
SELECT '' AS source, m.id, coalesce(nullif(m.name, ''), p.name) AS name, m.status = 'active'
       AS active, m.role, m.team_id, m.team_ids, r.name AS role_name, r.about AS role_about,
       r.rights AS role_rights, r.veils AS role_veils
FROM membership m JOIN person p ON p.id = m.person_id
LEFT JOIN role r ON r.tenant_id = $1 AND r.code = m.role
WHERE m.tenant_id = $1 ORDER BY m.tenant_id, m.name, m.id LIMIT 2000
"""
_NOBODY = "NULL, NULL, NULL, NULL, NULL, NULL, NULL"
_REFERRED: dict[str, str] = {}


def refer(source: str, sql: str) -> None:
    """What reference fields of this source may name: `sql` selects `id, name, active` of `$1`."""
    _REFERRED[source] = sql


class Referred(msgspec.Struct, frozen=True):
    """What a reference names; one that is not active is shown, and chosen no more."""

    id: UUID
    name: str
    active: bool


class Named(Referred, frozen=True):
    """A member and what decides on what that member sees."""

    role: Role
    team_id: UUID | None
    team_ids: tuple[UUID, ...]


class People:
    """All members by id, read once for a page."""

    def __init__(
        self,
        members: Mapping[UUID, Named],
        others: Mapping[str, Mapping[UUID, Referred]] | None = None,
    ) -> None:
        self.members = members
        self._others = others or {}
        self._names = {
            i: n.name for named in (members, *self._others.values()) for i, n in named.items()
        }

    def name(self, member_id: UUID | str | None) -> str:
        """The name of a member, or of what a reference names; nothing for nobody."""
        found = _uuid(member_id)
        return self._names.get(found, "") if found else ""

    @property
    def names(self) -> dict[str, str]:
        """What identifiers in filters stand for."""
        return {str(i): name for i, name in self._names.items()}

    def of(self, source: str) -> list[tuple[str, str]]:
        """What a reference of this source may name."""
        return [(str(n.id), n.name) for n in self._others.get(source, {}).values() if n.active]

    @property
    def options(self) -> list[tuple[str, str]]:
        """Active members to choose from."""
        return [(str(m.id), m.name) for m in self.members.values() if m.active]


async def people(uow: UnitOfWork) -> People:
    """Everybody who is or was a member, in one statement."""
    return people_in(await uow.fetch(_everybody(), uow.tenant_id))


def asking_people(uow: UnitOfWork) -> Ask:
    """The same as a part of a statement; `people_in` reads its rows."""
    return Ask(_everybody(), (uow.tenant_id,))


def people_in(rows: Iterable[Mapping[str, Any]]) -> People:
    """Everybody whom these rows tell of."""
    members: dict[UUID, Named] = {}
    others: dict[str, dict[UUID, Referred]] = {}
    for row in rows:
        one = msgspec.convert(row["id"], UUID)
        said = (one, row["name"], row["active"])
        if row["source"]:
            others.setdefault(row["source"], {})[one] = Referred(*said)
        else:
            team = msgspec.convert(row["team_id"], UUID | None)
            teams = msgspec.convert(row["team_ids"], tuple[UUID, ...])
            members[one] = Named(*said, role_of(row["role"], row), team, teams)
    return People(members, others)


@cache
def _everybody() -> str:
    others = (
        f" UNION ALL (SELECT '{source}', o.id, o.name, o.active, {_NOBODY} FROM ({sql}) o)"
        for source, sql in _REFERRED.items()
    )
    return f"({_MEMBERS})" + "".join(others)


def _uuid(value: UUID | str | None) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else value
    except ValueError:
        return None
