"""Who acts, where, and what they may: settled once per request, never guessed later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from kernel.entitled import WITHOUT_END, Entitled

Scope = Literal["own", "shared", "team", "below", "named", "all"]
Veil = Literal["hidden", "masked"]
Via = Literal["web", "api", "bot", "import", "rule", "system", "operator"]

# From the nearest to the farthest: own records, shared ones too, the team's, those of the teams
# below it, those of teams that the role names besides, all.
SCOPES: Final[tuple[Scope, ...]] = ("own", "shared", "team", "below", "named", "all")
NONE: Final = "none"


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """What may be done, and how far it reaches.

    `permissions` are words such as `*:see` (every record type), `company:edit`, `settings:people`;
    `scope` is their reach, except for the words in `scopes` (`none` takes one away again).
    `named_teams` are those to which "named" reaches beside the member's own and those below it.
    `veils` says per record type which fields are hidden or masked.
    """

    scope: Scope
    permissions: frozenset[str]
    scopes: Mapping[str, str] = {}
    veils: Mapping[str, Mapping[str, Veil]] = {}
    named_teams: tuple[UUID, ...] = ()

    def may(self, permission: str) -> bool:
        """Whether the role (and, for a key, its scopes) grants this."""
        if self.scopes and self.scopes.get(permission) == NONE:
            return False
        if permission in self.permissions:
            return True
        subject, _, action = permission.partition(":")
        return subject != "settings" and f"*:{action}" in self.permissions

    def scope_of(self, type: str, action: str = "see") -> Scope | None:
        """How far an action reaches; None where it is not granted. None reaches beyond sight."""
        word = f"{type}:{action}"
        if not self.may(word):
            return None
        if not self.scopes:
            return self.scope
        reach: Scope = self.scopes.get(word) or self.scopes.get(f"*:{action}") or self.scope  # type: ignore[assignment]
        if action == "see":
            return reach
        sight = self.scope_of(type)
        return None if sight is None else min(reach, sight, key=SCOPES.index)


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """An operator in a workspace, for a while and a reason; what they may beyond looking."""

    id: UUID
    by: str
    reason: str
    ends_at: datetime
    changes: bool = False
    exports: bool = False


class Principal(Rights, frozen=True, kw_only=True):
    """A member acting in one workspace, by a session, a key or a chat.

    `team_ids` are the member's team and all below it. `batch_id` is the batch that can be undone
    as one, where they act in one. `unindexed` are the fields that are not everybody's in this
    workspace: their text is kept out of what is searched. `shape` is what the workspace added to
    the types of records, at `shape_version`. `entitled` is what the workspace's plan includes.
    `flags` are the features that somebody switched on or off. `visit` is set where it is an
    operator who acts with a member's rights.
    """

    tenant_id: UUID
    slug: str
    workspace: str
    member_id: UUID
    person_id: UUID
    name: str
    email: str
    role: str
    role_label: str = ""
    team_id: UUID | None = None
    team_ids: tuple[UUID, ...] = ()
    language: str = "en"
    time_zone: str = "UTC"
    currency: str = "USD"
    via: Via = "web"
    session_id: UUID | None = None
    email_verified: bool = True
    batch_id: UUID | None = None
    unindexed: Mapping[str, Sequence[str]] = {}
    shape_version: int = 0
    shape: Any = None
    entitled: Entitled = WITHOUT_END
    flags: Mapping[str, bool] = {}
    visit: Visit | None = None

    def teams_in(self, reach: Scope | None) -> tuple[UUID, ...]:
        """The teams whose records are within reach, short of all."""
        return teams_in(reach, self.team_id, self.team_ids, self.named_teams)


def teams_in(
    reach: str | None, team: UUID | None, below: Sequence[UUID], named: Sequence[UUID]
) -> tuple[UUID, ...]:
    """The teams to which a reach goes, for a member of `team` with those `below` it."""
    match reach:
        case "team":
            return (team,) if team is not None else ()
        case "below":
            return tuple(below)
        case "named":
            return (*below, *(one for one in named if one not in below))
    return ()


NOBODY: Final = UUID(int=0)


def house(tenant_id: UUID, *words: str, **known: Any) -> Principal:
    """Who acts where a rule does: nobody in person, on all rows, with these permissions only."""
    said = {"slug": "", "workspace": "", "name": "", **known}
    return Principal(
        tenant_id=tenant_id,
        member_id=NOBODY,
        person_id=NOBODY,
        email="",
        role="",
        scope="all",
        permissions=frozenset(words),
        via="rule",
        **said,
    )


def unveiled(principal: Principal) -> Principal:
    """The same member, for what the product writes along: its own fields are never refused."""
    return msgspec.structs.replace(principal, veils={}) if principal.veils else principal


def unbounded(principal: Principal, *words: str) -> Principal:
    """The same member, on all rows and whole, for a deed that the product has permitted before."""
    return msgspec.structs.replace(
        unveiled(principal),
        scope="all",
        scopes={},
        permissions=principal.permissions | set(words),
    )
