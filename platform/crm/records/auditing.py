"""Records in the audit: their types and their fields by the labels that pages use."""

from functools import partial
from uuid import UUID

from crm.records.pages.showing import Show
from crm.records.people import Named, People
from crm.records.types import RecordType, record_types
from kernel.formats import DASH
from kernel.i18n import lazy
from tenants.audit.words import THINGS, Change, Event, Names, Thing, plainly


def explain(kind: RecordType, event: Event, names: Names) -> list[Change]:
    """The changes as the record's own history tells them."""
    data = {"before": event["before"] or {}, "after": event["after"] or {}}
    owners = {str(side.get("owner_id")) for side in data.values()} & names.keys()
    members = {UUID(i): Named(UUID(i), names[i], "", (), active=True) for i in owners}
    found = Show(People(members)).changes(kind, data, {})
    return [(label, "" if old == DASH else old, new) for _name, label, old, new in found]


THINGS["custom_field"] = Thing(lazy("Field"), plainly)
THINGS["option"] = Thing(lazy("List entry"), plainly)

for each in record_types():
    THINGS[each.name] = Thing(each.label, partial(explain, each))
