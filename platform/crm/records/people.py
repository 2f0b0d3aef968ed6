"""The members of the workspace, as pages name them."""

from collections.abc import Mapping
from functools import cache
from uuid import UUID

import msgspec

from crm.records.types import Row
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.access.roles import ROLES

_MEMBERS = """
SELECT '' AS source, m.id, coalesce(nullif(m.name, ''), p.name) AS name, m.role, m.team_ids,
       m.status = 'active' AS active
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 ORDER BY m.tenant_id, m.name, m.id LIMIT 2000
"""
_REFERRED: dict[str, str] = {}


def refer(source: str, sql: str) -> None:
    """What reference fields of this source may name: `sql` selects `id, name, active` of `$1`."""
    _REFERRED[source] = sql


class Named(msgspec.Struct, frozen=True):
    """A member and what decides on what that member sees."""

    id: UUID
    name: str
    role: str
    team_ids: tuple[UUID, ...]
    active: bool


class People:
    """All members by id, read once for a page."""

    def __init__(
        self,
        members: Mapping[UUID, Named],
        others: Mapping[str, Mapping[UUID, Named]] | None = None,
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

    def of(self, source: str) -> list[tuple[str, str]]:
        """What a reference of this source may name."""
        return [(str(n.id), n.name) for n in self._others.get(source, {}).values() if n.active]

    @property
    def options(self) -> list[tuple[str, str]]:
        """Active members to choose from."""
        return [(str(m.id), m.name) for m in self.members.values() if m.active]

    def others(self, row: Row, shared: set[UUID]) -> list[tuple[str, str]]:
        """Active members who do not see this record yet."""
        seen = {member.id for member, _why in self.viewers(row, shared)}
        return [(i, name) for i, name in self.options if UUID(i) not in seen]

    def viewers(self, row: Row, shared: set[UUID]) -> list[tuple[Named, str]]:
        """Who can see this record, and why."""
        found = []
        for member in self.members.values():
            why = _why(member, row, shared) if member.active else ""
            if why:
                found.append((member, why))
        return found


async def people(uow: UnitOfWork) -> People:
    """Everybody who is or was a member, in one statement."""
    found: dict[str, dict[UUID, Named]] = {"": {}}
    for row in await uow.fetch(_everybody(), uow.tenant_id):
        teams = tuple(row["team_ids"] or ())
        named = Named(row["id"], row["name"], row["role"] or "", teams, row["active"])
        found.setdefault(row["source"], {})[row["id"]] = named
    return People(found.pop(""), found)


@cache
def _everybody() -> str:
    others = (
        f" UNION ALL (SELECT '{source}', o.id, o.name, NULL, NULL, o.active FROM ({sql}) o)"
        for source, sql in _REFERRED.items()
    )
    return f"({_MEMBERS})" + "".join(others)


def _why(member: Named, row: Row, shared: set[UUID]) -> str:
    scope = ROLES[member.role].scope
    if row["owner_id"] == member.id:
        return _("owner")
    if member.id in shared:
        return _("shared")
    if scope == "all":
        return _("role: %(role)s") % {"role": ROLES[member.role].label}
    if scope == "team" and row["team_id"] in member.team_ids:
        return _("the owner's team")
    return ""


def _uuid(value: UUID | str | None) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else value
    except ValueError:
        return None
