"""Records in the audit: their types and their fields by the labels that pages use."""

from functools import partial
from uuid import UUID

from crm.records.pages.showing import Show
from crm.records.people import Named, People
from crm.records.types import RecordType, record_types
from kernel.formats import DASH
from tenants.access.roles import NOBODY
from tenants.audit.words import THINGS, Change, Event, Names, Thing


def explain(kind: RecordType, event: Event, names: Names) -> list[Change]:
    """The changes as the record's own history tells them."""
    data = {"before": event["before"] or {}, "after": event["after"] or {}}
    owners = {str(side.get("owner_id")) for side in data.values()} & names.keys()
    active = True
    members = {UUID(i): Named(UUID(i), names[i], active, NOBODY, None, ()) for i in owners}
    found = Show(People(members)).changes(kind, data, {})
    return [(label, "" if old == DASH else old, new) for _name, label, old, new in found]


for each in record_types():
    THINGS[each.name] = Thing(each.label, partial(explain, each))
