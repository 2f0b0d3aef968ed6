"""The audit in plain words; whoever brings a kind of thing brings its words."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from kernel.formats import format_datetime
from kernel.i18n import LANGUAGES, _, lazy
from kernel.transaction import UnitOfWork
from tenants.access.roles import ROLES

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")

Change = tuple[str, str, str]
Event = Mapping[str, Any]
Names = Mapping[str, str]


class Thing(msgspec.Struct, frozen=True):
    """`explain` tells an event's changes as (label, before, after); ids go by their names."""

    label: str
    explain: Callable[[Event, Names], list[Change]]


# What brings names for the ids in events, beside members, teams and roles.
NAMERS: Final[list[Callable[[UnitOfWork], Awaitable[dict[str, str]]]]] = []

DEEDS: Final = {
    "created": lazy("%(type)s created"),
    "updated": lazy("%(type)s changed"),
    "deleted": lazy("%(type)s deleted"),
    "restored": lazy("%(type)s restored"),
    "tagged": lazy("%(type)s: tag added"),
    "untagged": lazy("%(type)s: tag removed"),
    "file_added": lazy("%(type)s: file added"),
    "file_deleted": lazy("%(type)s: file deleted"),
    "file_restored": lazy("%(type)s: file restored"),
    "shared": lazy("%(type)s shared"),
    "unshared": lazy("%(type)s no longer shared"),
    "claimed": lazy("%(type)s claimed from the pool"),
    "assigned": lazy("%(type)s assigned from the pool"),
    "released": lazy("%(type)s given up"),
    "reclaimed": lazy("%(type)s gone back to the pool"),
    "offboarded": lazy("%(type)s taken over"),
    "protected": lazy("%(type)s protected"),
    "unprotected": lazy("%(type)s not protected any more"),
    "exported": lazy("%(type)s list exported"),
    "joined": lazy("%(type)s joined"),
    "left": lazy("%(type)s left"),
    "removed": lazy("%(type)s removed"),
    "revoked": lazy("%(type)s revoked"),
    "moved": lazy("%(type)s moved to another stage"),
    "won": lazy("%(type)s won"),
    "lost": lazy("%(type)s lost"),
    "invalidated": lazy("%(type)s called off"),
    "reopened": lazy("%(type)s reopened"),
    "converted": lazy("%(type)s converted"),
    "unconverted": lazy("%(type)s: conversion taken back"),
    "consented": lazy("%(type)s: consent noted"),
    "withdrawn": lazy("%(type)s: consent withdrawn"),
    "employed": lazy("%(type)s: place at a company changed"),
    "looked": lazy("%(type)s looked at in the pool"),
    "disclosed": lazy("%(type)s: all that is kept was put together"),
    "secret_changed": lazy("%(type)s: new secret"),
    "routed": lazy("%(type)s assigned by a rule"),
    "rates_changed": lazy("Exchange rates changed"),
}
SOURCES: Final = {
    "web": lazy("web"),
    "api": lazy("API"),
    "bot": lazy("chat"),
    "import": lazy("import"),
    "rule": lazy("rule"),
    "system": lazy("system"),
}
FIELDS: Final = {
    "name": lazy("Name"),
    "role": lazy("Role"),
    "team_id": lazy("Team"),
    "parent_id": lazy("Below"),
    "status": lazy("State"),
    "email": lazy("Email"),
    "scopes": lazy("It may"),
    "url": lazy("Address"),
    "events": lazy("Events"),
    "active": lazy("Active"),
    "language": lazy("Language"),
    "time_zone": lazy("Time zone"),
    "currency": lazy("Currency"),
}
VALUES: Final[dict[str, Mapping[str, Any]]] = {
    "role": {role.code: role.label for role in ROLES.values()},
    "status": {
        "active": lazy("active"),
        "suspended": lazy("suspended"),
        "left": lazy("gone"),
    },
    "scopes": {"read": lazy("Read"), "write": lazy("Write"), "settings": lazy("Settings")},
    "language": LANGUAGES,
}


def plainly(event: Event, names: Names) -> list[Change]:
    """Each field as it is kept, with the words that we have for it."""
    before, after = event["before"] or {}, event["after"] or {}
    return [
        (
            str(FIELDS.get(field, field)),
            _said(field, before.get(field), names),
            _said(field, after.get(field), names),
        )
        for field in {**before, **after}
    ]


THINGS: Final[dict[str, Thing]] = {
    "workspace": Thing(lazy("Workspace"), plainly),
    "member": Thing(lazy("Member"), plainly),
    "invitation": Thing(lazy("Invitation"), plainly),
    "team": Thing(lazy("Team"), plainly),
    "key": Thing(lazy("API key"), plainly),
}


def thing(code: str) -> str:
    """A kind of thing by its label."""
    return str(THINGS[code].label) if code in THINGS else code


def told(event: Event, names: Names) -> dict[str, Any]:
    """An event for people: what was done, through what, and the changes."""
    code, action = event["record_type"], event["action"]
    explain = THINGS[code].explain if code in THINGS and action != "exported" else plainly
    deed = str(DEEDS.get(action, "%(type)s")) % {"type": thing(code)}
    source = str(SOURCES.get(event["source"], event["source"]))
    by = event["actor_name"] or _("The system")
    return {
        "at": event["at"],
        "by": by,
        "source": source,
        "deed": deed,
        "changes": explain(event, names),
    }


def _said(field: str, value: Any, names: Names) -> str:
    if value is None:
        return ""
    words = VALUES.get(field, {})
    parts = value if isinstance(value, list) else [value]
    return ", ".join(str(words.get(str(p)) or names.get(str(p)) or _readable(p)) for p in parts)


def _readable(value: Any) -> Any:
    """A moment by the reader's clock; all else as it is kept."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return value
    return format_datetime(datetime.fromisoformat(value))
