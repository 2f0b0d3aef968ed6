"""Plain words for what a role may do, on its page and in the audit."""

from typing import Any, Final

from kernel.i18n import _, lazy
from kernel.principal import NONE, SCOPES
from tenants.access.roles import EVERY
from tenants.access.subjects import SUBJECTS
from tenants.audit.words import THINGS, Change, Event, Names, Thing

ACTIONS: Final = {
    "see": lazy("See"),
    "create": lazy("Create"),
    "edit": lazy("Edit"),
    "delete": lazy("Delete"),
    "export": lazy("Export"),
    "transfer": lazy("Give to somebody else"),
}
PARTS: Final = {
    "people": lazy("People"),
    "roles": lazy("Roles"),
    "teams": lazy("Teams"),
    "keys": lazy("API keys"),
    "webhooks": lazy("Webhooks"),
    "privacy": lazy("Privacy"),
    "bot": lazy("Bot"),
    "audit": lazy("Audit"),
    "trash": lazy("Recycle bin"),
    "workspace": lazy("Workspace"),
    "billing": lazy("Plan and billing"),
    "owner": lazy("The workspace's end"),
}
REACHES: Final = {
    NONE: lazy("no"),
    "own": lazy("own"),
    "shared": lazy("own and shared"),
    "team": lazy("the team's"),
    "below": lazy("the team's and below"),
    "named": lazy("the team's, below, and named teams"),
    "all": lazy("all"),
}
SIGHT: Final = {
    NONE: lazy("No records"),
    "own": lazy("Own records"),
    "shared": lazy("Own records and those shared with them"),
    "team": lazy("Records of the team, own and shared ones"),
    "below": lazy("Records of the team and the teams below it, own and shared ones"),
    "named": lazy("Records of the team, of those below it and of named teams, own and shared ones"),
    "all": lazy("All records"),
}
VEILS: Final = {"": lazy("shown"), "masked": lazy("masked"), "hidden": lazy("hidden")}


def type_label(type: str) -> str:
    """A record type, or all of them."""
    return (
        _("Every type")
        if type == EVERY
        else str(SUBJECTS[type].label if type in SUBJECTS else type)
    )


def reaches_of(action: str) -> list[tuple[str, str]]:
    """What may be chosen for an action; a new record is one's own."""
    if action == "create":
        return [(NONE, str(REACHES[NONE])), ("all", _("yes"))]
    return [(reach, str(REACHES[reach])) for reach in (NONE, *SCOPES)]


def explain(event: Event, names: Names) -> list[Change]:
    """What was changed of a role, cell by cell."""
    before, after = event["before"] or {}, event["after"] or {}
    changes = [
        (str(label), str(before.get(name) or ""), str(after.get(name) or ""))
        for name, label in (("name", lazy("Name")), ("about", lazy("What for")))
        if before.get(name) != after.get(name)
    ]
    changes += _differing(before.get("records", {}), after.get("records", {}), ACTIONS, REACHES)
    changes += _differing(before.get("fields", {}), after.get("fields", {}), {}, VEILS)
    old, new = ([str(PARTS[p]) for p in side.get("settings", ())] for side in (before, after))
    if old != new:
        changes.append((_("Settings"), ", ".join(old), ", ".join(new)))
    was, now = (
        ", ".join(names.get(t, t) for t in side.get("teams", ())) for side in (before, after)
    )
    if was != now:
        changes.append((_("Named teams"), was, now))
    return changes


def _differing(old: Any, new: Any, words: Any, values: Any) -> list[Change]:
    found = []
    for type in {**old, **new}:
        was, now = old.get(type, {}), new.get(type, {})
        found += [
            (
                f"{type_label(type)}: {words.get(name, name)}",
                str(values.get(was.get(name, ""), "")),
                str(values.get(now.get(name, ""), "")),
            )
            for name in {**was, **now}
            if was.get(name) != now.get(name)
        ]
    return found


THINGS["role"] = Thing(lazy("Role"), explain)
