"""The roles of a workspace: what each may do to records and settings, and which rows it sees."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from kernel.i18n import lazy
from kernel.principal import NONE, Rights, Scope

RECORD_ACTIONS: Final = ("see", "create", "edit", "delete", "export", "transfer")
SETTINGS: Final = (
    "people",
    "roles",
    "teams",
    "keys",
    "webhooks",
    "privacy",
    "bot",
    "audit",
    "trash",
    "workspace",
    "billing",
)
EVERY: Final = "*"
OWNER: Final = "owner"

Cells = Mapping[str, Mapping[str, str]]


class Role(Rights, frozen=True, kw_only=True):
    """What the members who have it may do, in words as well."""

    code: str
    label: str
    about: str


def _role(code: str, label: str, about: str, scope: Scope, *words: str) -> Role:
    return Role(code=code, label=label, about=about, scope=scope, permissions=frozenset(words))


_ALL_RECORDS = tuple(f"*:{action}" for action in RECORD_ACTIONS)
_ALL_SETTINGS = tuple(f"settings:{part}" for part in SETTINGS)

ROLES: Final[dict[str, Role]] = {
    role.code: role
    for role in (
        _role(
            OWNER,
            lazy("Workspace owner"),
            lazy("Everything, and the workspace itself."),
            "all",
            *_ALL_RECORDS,
            *_ALL_SETTINGS,
            "settings:owner",
        ),
        _role(
            "admin",
            lazy("Administrator"),
            lazy("Everything except the workspace's end and its owners."),
            "all",
            *_ALL_RECORDS,
            *_ALL_SETTINGS,
        ),
        _role(
            "manager",
            lazy("Manager"),
            lazy("The records of the team and the teams below it."),
            "below",
            *_ALL_RECORDS,
        ),
        _role(
            "rep",
            lazy("Sales rep"),
            lazy("Own records and those shared with them."),
            "shared",
            "*:see",
            "*:create",
            "*:edit",
            "*:delete",
        ),
        _role(
            "marketer",
            lazy("Marketing"),
            lazy("Own records and those shared with them, with export."),
            "shared",
            "*:see",
            "*:create",
            "*:edit",
            "*:export",
        ),
        _role(
            "support",
            lazy("Support"),
            lazy("Own records and those shared with them."),
            "shared",
            "*:see",
            "*:create",
            "*:edit",
        ),
        _role("finance", lazy("Finance"), lazy("Sees all, exports."), "all", "*:see", "*:export"),
        _role("viewer", lazy("Viewer"), lazy("Sees all, changes nothing."), "all", "*:see"),
    )
}
NOBODY: Final = _role("", "", "", "own")


def role_of(code: str, kept: Mapping[str, Any] | None) -> Role:
    """The role of that code: as the workspace keeps it, else as we deliver it.

    `kept` has `role_name`, `role_about`, `role_rights` and `role_veils`, all None where the
    workspace keeps none. A code that nobody knows has no rights.
    """
    if kept is None or kept["role_rights"] is None or code == OWNER:
        return ROLES.get(code, NOBODY)
    rights, ours = kept["role_rights"], ROLES.get(code, NOBODY)
    scope, permissions, scopes = _words(rights.get("records", {}))
    return Role(
        code=code,
        label=kept["role_name"] or ours.label,
        about=kept["role_about"] or ours.about,
        scope=scope,
        permissions=permissions | {f"settings:{part}" for part in rights.get("settings", ())},
        scopes=scopes,
        veils=kept["role_veils"],
        named_teams=tuple(UUID(team) for team in rights.get("teams", ())),
    )


def as_kept(code: str, name: str, about: str, rights: Any, veils: Any) -> Role:
    """The role that a workspace would have by keeping this."""
    return role_of(
        code,
        {"role_name": name, "role_about": about, "role_rights": rights, "role_veils": veils},
    )


def _words(records: Cells) -> tuple[Scope, frozenset[str], dict[str, str]]:
    """Cells as words; only what differs is kept apart, so that most roles stay simple."""
    every = records.get(EVERY, {})
    scope: Any = every.get("see", "own")
    scope = "own" if scope == NONE else scope
    words, scopes = set(), {}
    for type, cells in records.items():
        for action, reach in cells.items():
            word = f"{type}:{action}"
            usual = NONE if type == EVERY else every.get(action, NONE)
            if reach == usual:
                continue
            if reach != NONE:
                words.add(word)
            if type != EVERY or reach != scope:
                scopes[word] = reach
    return scope, frozenset(words), scopes


def cells_of(rights: Rights, types: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The other way: per type and action how far it reaches, or none."""
    return {
        type: {action: rights.scope_of(type, action) or NONE for action in RECORD_ACTIONS}
        for type in types
    }


def permissions_of(role: Role, key_scopes: list[str] | None) -> frozenset[str]:
    """What the role grants; a key never has more than its member's role."""
    granted = role.permissions
    if key_scopes is None:
        return granted
    actions: set[str] = set()
    if "read" in key_scopes:
        actions |= {"see", "export"}
    if "write" in key_scopes:
        actions |= {*RECORD_ACTIONS}
    return frozenset(
        word for word in granted if _narrowed(word, actions, settings="settings" in key_scopes)
    )


def _narrowed(word: str, actions: set[str], *, settings: bool) -> bool:
    subject, _, action = word.partition(":")
    return settings if subject == "settings" else action in actions
