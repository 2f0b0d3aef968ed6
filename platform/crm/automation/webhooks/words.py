"""The events that can be asked for, and the plain words of the settings page and the audit."""

from typing import Final

from crm.records.types import record_types
from kernel.errors import Invalid
from kernel.i18n import _, lazy
from tenants.audit.words import DEEDS, THINGS, Thing, plainly

ANY: Final = "*"
TEST: Final = "test"
MOST_EVENTS: Final = 200
STATES: Final = {
    "waiting": lazy("waiting"),
    "sent": lazy("delivered"),
    "failed": lazy("failed"),
}
ENDED: Final = {
    "failures": lazy("Switched off: it failed for days."),
    "gone": lazy("Switched off: the address says that it is gone."),
    "member": lazy("Switched off: the member who made it is no longer here."),
}
# What the page has a column for; the API takes any.
COLUMNS: Final = {
    "created": lazy("New record"),
    "updated": lazy("Change"),
    "deleted": lazy("Deletion"),
    ANY: lazy("Everything"),
}

THINGS["webhook"] = Thing(lazy("Webhook"), plainly)


def checked(events: list[str]) -> list[str]:
    """The events, each once, in order; raises `Invalid` for one that does not exist."""
    types = {kind.name for kind in record_types()} | {ANY}
    for event in events:
        type, _dot, action = event.partition(".")
        if type not in types or action not in {*DEEDS, ANY}:
            raise Invalid(
                fields={"events": _("There is no such event: %(event)s.", event=event[:80])}
            )
    if not events or len(events) > MOST_EVENTS:
        raise Invalid(fields={"events": _("Choose at least one event.")})
    return sorted(set(events))


def hears(events: list[str], type: str, action: str) -> bool:
    """Whether one that asked for these is told of that."""
    return not {f"{type}.{action}", f"{type}.{ANY}", f"{ANY}.{action}", f"{ANY}.{ANY}"}.isdisjoint(
        events
    )
