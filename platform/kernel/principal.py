"""Who acts, where, and what they may: settled once per request, never guessed later."""

from typing import Any, Literal
from uuid import UUID

import msgspec

Scope = Literal["own", "team", "all"]
Via = Literal["web", "api", "bot", "import", "rule", "system"]


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """A member acting in one workspace, by a session, a key or a chat.

    `team_ids` are the member's team and all below it; `scope` is the row scope of the role.
    `shape` is what the workspace added to the types of records, at `shape_version`.
    """

    tenant_id: UUID
    slug: str
    workspace: str
    member_id: UUID
    person_id: UUID
    name: str
    email: str
    role: str
    scope: Scope
    permissions: frozenset[str]
    team_id: UUID | None = None
    team_ids: tuple[UUID, ...] = ()
    language: str = "en"
    time_zone: str = "UTC"
    currency: str = "USD"
    via: Via = "web"
    session_id: UUID | None = None
    email_verified: bool = True
    shape_version: int = 0
    shape: Any = None

    def may(self, permission: str) -> bool:
        """Whether the role (and, for a key, its scopes) grants this."""
        if permission in self.permissions:
            return True
        subject, _, action = permission.partition(":")
        return subject != "settings" and f"*:{action}" in self.permissions
