"""Records in the audit: their types and their fields by the labels that pages use."""

from functools import partial
from typing import Any
from uuid import UUID

from crm.records.fields import PREFIX
from crm.records.pages.showing import Show
from crm.records.people import Named, People, people
from crm.records.types import RecordType, record_types
from kernel.formats import DASH, format_money
from kernel.i18n import lazy
from kernel.transaction import UnitOfWork
from tenants.access.roles import NOBODY
from tenants.audit.words import NAMERS, THINGS, Change, Event, Names, Thing, plainly


def explain(kind: RecordType, event: Event, names: Names) -> list[Change]:
    """The changes as the record's own history tells them."""
    data = {"before": event["before"] or {}, "after": event["after"] or {}}
    said = {str(value) for side in data.values() for value in side.values()}
    active = True
    members = {
        i: Named(i, names[str(i)], active, NOBODY, None, ())
        for i in (_id(text) for text in said & names.keys())
        if i is not None
    }
    found = Show(People(members)).changes(kind, data, {})
    changes = [(label, "" if old == DASH else old, new) for _name, label, old, new in found]
    return changes + _own(data)


async def named(uow: UnitOfWork) -> dict[str, str]:
    """Members, and what fields refer to: stages, pipelines, segments."""
    return (await people(uow)).names


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _own(data: dict[str, Any]) -> list[Change]:
    """Fields of the workspace's own by their keys: the audit knows no shape."""
    names = [name for name in {**data["before"], **data["after"]} if name.startswith(PREFIX)]
    return [
        (name.removeprefix(PREFIX), *(_plainly(data[side].get(name)) for side in data))
        for name in names
    ]


def _plainly(value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, dict) and "currency" in value:
        return format_money(value["amount_minor"], value["currency"])
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


THINGS["custom_field"] = Thing(lazy("Field"), plainly)
THINGS["option"] = Thing(lazy("List entry"), plainly)

NAMERS.append(named)

for each in record_types():
    THINGS[each.name] = Thing(each.label, partial(explain, each))
