"""The roles of a workspace: ours, its versions of ours, and its own."""

from typing import Any

import msgspec

from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.roles import OWNER, ROLES, Role, role_of

_KEPT = """
SELECT r.code, r.version, r.name AS role_name, r.about AS role_about, r.rights AS role_rights,
       r.veils AS role_veils
FROM role r WHERE r.tenant_id = $1 ORDER BY r.tenant_id, lower(r.name), r.code
"""
_COUNTS = """
SELECT m.role, count(*) AS members FROM membership m
WHERE m.tenant_id = $1 AND m.status <> 'left' GROUP BY m.role
"""


class Kept(msgspec.Struct, frozen=True):
    """A role, whether it is one of ours, and the version of what the workspace made (0: none)."""

    role: Role
    ours: bool
    version: int
    members: int = 0

    @property
    def code(self) -> str:
        """Its name in addresses and in members' rows."""
        return self.role.code

    @property
    def editable(self) -> bool:
        """The owner's role stays as it is, or nobody could mend anything."""
        return self.role.code != OWNER


async def roles(uow: UnitOfWork) -> dict[str, Kept]:
    """All of them, ours first, with how many members have each."""
    rows = {row["code"]: row for row in await uow.fetch(_KEPT, uow.tenant_id)}
    counted = await uow.fetch(_COUNTS, uow.tenant_id)
    members = {row["role"]: row["members"] for row in counted}
    return {
        code: _kept(code, rows.get(code), members.get(code, 0))
        for code in dict.fromkeys((*ROLES, *rows))
    }


async def role(uow: UnitOfWork, code: str) -> Kept:
    """One of them; raises `NotFound`."""
    found = (await roles(uow)).get(code)
    if found is None:
        raise NotFound
    return found


async def labels(uow: UnitOfWork) -> dict[str, str]:
    """How each is called."""
    rows = await uow.fetch(_KEPT, uow.tenant_id)
    return {code: role.label for code, role in ROLES.items()} | {
        row["code"]: role_of(row["code"], row).label for row in rows
    }


def as_role(principal: Principal, role: Role) -> Principal:
    """The same person with another role, to show what that would be like."""
    return msgspec.structs.replace(
        principal,
        role=role.code,
        scope=role.scope,
        permissions=role.permissions,
        scopes=role.scopes,
        veils=role.veils,
        named_teams=role.named_teams,
    )


def _kept(code: str, row: Any, members: int) -> Kept:
    return Kept(role_of(code, row), code in ROLES, row["version"] if row else 0, members)
