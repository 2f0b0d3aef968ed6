"""Plain words for what a role may do."""

from typing import Final

from kernel.i18n import lazy as _

ACTIONS: Final = {
    "see": _("See"),
    "create": _("Create"),
    "edit": _("Edit"),
    "delete": _("Delete"),
    "export": _("Export"),
    "transfer": _("Give to somebody else"),
}
PARTS: Final = {
    "people": _("People"),
    "roles": _("Roles"),
    "teams": _("Teams"),
    "keys": _("API keys"),
    "bot": _("Bot"),
    "audit": _("Audit"),
    "trash": _("Recycle bin"),
    "workspace": _("Workspace"),
}
SCOPES: Final = {
    "own": _("Own records and those shared with them"),
    "team": _("Records of the team and the teams below it"),
    "all": _("All records"),
}
