"""The members of the workspace, as pages name them."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from kernel.transaction import UnitOfWork
from tenants.access.roles import Role, role_of

_MEMBERS = """
SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name, m.role, m.team_id, m.team_ids, m.status,
       r.name AS role_name, r.about AS role_about, r.rights AS role_rights, r.veils AS role_veils
FROM membership m JOIN person p ON p.id = m.person_id
LEFT JOIN role r ON r.tenant_id = $1 AND r.code = m.role
WHERE m.tenant_id = $1 ORDER BY m.tenant_id, m.name, m.id LIMIT 2000
"""


class Named(msgspec.Struct, frozen=True):
    """A member and what decides on what that member sees."""

    id: UUID
    name: str
    role: Role
    team_id: UUID | None
    team_ids: tuple[UUID, ...]
    active: bool


class People:
    """All members by id, read once for a page."""

    def __init__(self, members: Mapping[UUID, Named]) -> None:
        self.members = members

    def name(self, member_id: UUID | str | None) -> str:
        """The member's name, or nothing for nobody."""
        found = self.members.get(_uuid(member_id))  # type: ignore[arg-type]
        return found.name if found else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Active members to choose from."""
        return [(str(m.id), m.name) for m in self.members.values() if m.active]


async def people(uow: UnitOfWork) -> People:
    """Everybody who is or was a member, in one statement."""
    rows = await uow.fetch(_MEMBERS, uow.tenant_id)
    return People(
        {
            row["id"]: Named(
                row["id"],
                row["name"],
                role_of(row["role"], row),
                row["team_id"],
                tuple(row["team_ids"]),
                row["status"] == "active",
            )
            for row in rows
        }
    )


def _uuid(value: UUID | str | None) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else value
    except ValueError:
        return None
