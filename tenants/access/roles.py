"""The roles of a workspace: what each may do to records and settings, and which rows it sees."""

from typing import Final

import msgspec

from kernel.i18n import lazy
from kernel.principal import Scope

RECORD_ACTIONS: Final = ("see", "create", "edit", "delete", "export", "transfer")
SETTINGS: Final = ("people", "roles", "teams", "keys", "bot", "audit", "trash", "workspace")


class Role(msgspec.Struct, frozen=True):
    """`permissions` are words such as `*:see` (every record type) or `settings:people`."""

    code: str
    label: str
    about: str
    scope: Scope
    permissions: frozenset[str]


def _role(code: str, label: str, about: str, scope: Scope, *words: str) -> Role:
    return Role(code, label, about, scope, frozenset(words))


_ALL_RECORDS = tuple(f"*:{action}" for action in RECORD_ACTIONS)
_ALL_SETTINGS = tuple(f"settings:{part}" for part in SETTINGS)

ROLES: Final[dict[str, Role]] = {
    role.code: role
    for role in (
        _role(
            "owner",
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
            "team",
            *_ALL_RECORDS,
        ),
        _role(
            "rep",
            lazy("Sales rep"),
            lazy("Own records and those shared with them."),
            "own",
            "*:see",
            "*:create",
            "*:edit",
            "*:delete",
        ),
        _role(
            "marketer",
            lazy("Marketing"),
            lazy("Own records and those shared with them, with export."),
            "own",
            "*:see",
            "*:create",
            "*:edit",
            "*:export",
        ),
        _role(
            "support",
            lazy("Support"),
            lazy("Own records and those shared with them."),
            "own",
            "*:see",
            "*:create",
            "*:edit",
        ),
        _role("finance", lazy("Finance"), lazy("Sees all, exports."), "all", "*:see", "*:export"),
        _role("viewer", lazy("Viewer"), lazy("Sees all, changes nothing."), "all", "*:see"),
    )
}


def permissions_of(role: str, key_scopes: list[str] | None) -> frozenset[str]:
    """What the role grants; a key never has more than its member's role."""
    granted = ROLES[role].permissions
    if key_scopes is None:
        return granted
    allowed: set[str] = set()
    if "read" in key_scopes:
        allowed |= {"*:see", "*:export"}
    if "write" in key_scopes:
        allowed |= {f"*:{action}" for action in RECORD_ACTIONS}
    if "settings" in key_scopes:
        allowed |= {word for word in granted if word.startswith("settings:")}
    return granted & frozenset(allowed)
