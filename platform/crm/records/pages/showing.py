"""What templates need to show records: choices in words, dates as promises, changes in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from babel import dates

from crm.records.identities import spaced_phone
from crm.records.kinds import kind_of
from crm.records.kinds.choices import label_of
from crm.records.listing import Total
from crm.records.narrowing import as_kept
from crm.records.pages.presenting import presentation_of
from crm.records.people import People
from crm.records.types import RecordType, record_type, record_types
from kernel import clock
from kernel.formats import (
    DASH,
    format_number,
    format_relative,
    format_time,
    format_weekday,
    local,
)
from kernel.i18n import _, current_locale, lazy, ngettext
from web import shell

KILO = 1024
SOURCES = {
    "web": lazy("web"),
    "api": lazy("API"),
    "bot": lazy("chat"),
    "import": lazy("import"),
    "rule": lazy("rule"),
    "system": lazy("system"),
}
TAG_KINDS = {
    "grey": "neutral",
    "blue": "primary",
    "teal": "info",
    "green": "success",
    "amber": "warning",
    "red": "error",
}


class Show:
    """Handed to every record template as `show`."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.plurals = {kind.name: kind.plural for kind in record_types()}
        self.icons = {kind.name: presentation_of(kind).icon for kind in record_types()}
        self.tag_kinds = TAG_KINDS

    def choice(self, kind: RecordType, name: str, value: str | None) -> str:
        """A choice by its label."""
        return label_of(kind.fields[name], value)

    def shade(self, kind: RecordType, name: str, value: str | None) -> str:
        """The colour of a choice, as badges have it."""
        color = next((c.color for c in kind.fields[name].choices if c.value == value), "")
        return TAG_KINDS.get(color, "neutral")

    def said(self, kind: RecordType, name: str, value: Any) -> str:
        """A value in words."""
        field = kind.fields[name]
        return kind_of(field).said(field, value, self.people.name)

    def choice_of(self, type_name: str, name: str, value: str | None) -> str:
        """A choice of another type, by the label that it has in this workspace."""
        kind, me = record_type(type_name), shell.current().principal
        return self.choice(as_kept(kind, me) if me else kind, name, value)

    def moment(self, text: str) -> datetime:
        """A time as JSON keeps it."""
        return msgspec.convert(text, datetime)

    def phone(self, value: str) -> str:
        """A number in groups, as it is read aloud."""
        return spaced_phone(value)

    def size(self, size: int) -> str:
        """A file's size for people."""
        if size < KILO:
            return _("%(size)s bytes") % {"size": size}
        if size < KILO * KILO:
            return f"{size / KILO:.0f} KB"
        return f"{size / KILO / KILO:.1f} MB"

    def source(self, source: str) -> str:
        """Through what a change came."""
        return str(SOURCES.get(source, source))

    def total(self, total: Total) -> str:
        """How many there are, as far as they were counted."""
        if not total.exact:
            return _("More than %(count)s found") % {"count": format_number(total.value)}
        count = format_number(total.value)
        return ngettext("%(count)s found", "%(count)s found", total.value, count=count)

    def filled(
        self, names: Iterable[str], record: Mapping[str, Any], body: str = ""
    ) -> tuple[list[str], list[str]]:
        """The facts that say something, and those that do not; a body that is empty is one."""
        asked = list(names)
        if body and body not in asked and not record[body]:
            asked.append(body)
        blank = [name for name in asked if record.get(name) in (None, "", [])]
        return [name for name in asked if name not in blank], blank

    def restorable(self, kind: RecordType, name: str) -> bool:
        """Whether a field can be given an earlier value."""
        return (name in kind.relations or name in kind.fields) and kind.is_editable(name)

    def due(self, moment: datetime | None) -> tuple[str, str]:
        """The state that colours a next action, and the words for it."""
        if moment is None:
            return "none", _("Nothing planned")
        now = clock.now()
        if moment < now:
            return "overdue", _("Overdue: %(when)s") % {"when": format_relative(moment)}
        if local(moment).date() == local(now).date():
            return "today", _("Today, %(time)s") % {"time": format_time(moment)}
        if local(moment).year == local(now).year:
            return "planned", f"{format_skeleton(local(moment))} {format_time(moment)}"
        return "planned", format_weekday(moment)

    def changes(
        self, kind: RecordType, data: dict[str, Any], titles: dict[str, str]
    ) -> list[tuple[str, str, str, str]]:
        """An event as (field, label, before, after), all in words."""
        before, after = data.get("before") or {}, data.get("after") or {}
        found = []
        for name, label in _labels(kind).items():
            if name not in before and name not in after:
                continue
            old = self._said(kind, name, before.get(name), titles)
            new = self._said(kind, name, after.get(name), titles)
            if old != new:
                found.append((name, label, old, new))
        return found

    def facts(
        self, kind: RecordType, names: Iterable[str], record: Mapping[str, Any]
    ) -> list[tuple[str, str]]:
        """Some fields of a record as (label, value), all in words."""
        labels, titles = _labels(kind), record.get("titles", {})
        return [
            (labels[name], self._said(kind, name, _ids(record[name]), titles))
            for name in names
            if name != "tags"
        ]

    def _said(self, kind: RecordType, name: str, value: Any, titles: dict[str, str]) -> str:
        if value in (None, "", []):
            return DASH
        if name in kind.relations:
            return ", ".join(titles.get(str(i)) or _("another record") for i in value)
        field = kind.fields.get(name)
        if field is not None and field.kind == "record":
            return titles.get(str(value)) or _("another record")
        if field is None:
            return ", ".join(value) if isinstance(value, list) else str(value)
        return kind_of(field).said(field, value, self.people.name)


def _ids(value: Any) -> Any:
    """Linked records by their ids, as events keep them."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]:
        return [entry["id"] for entry in value]
    return value


def format_skeleton(moment: datetime) -> str:
    """Weekday, day and month; the year goes without saying."""
    naive = moment.replace(tzinfo=None)
    return dates.format_skeleton("MMMEd", naive, locale=current_locale())


def _labels(kind: RecordType) -> dict[str, str]:
    labels = {field.name: str(field.label) for field in kind.fields.values()}
    labels |= {name: str(relation.label) for name, relation in kind.relations.items()}
    return labels | {"tags": _("Tags"), "files": _("Files"), "shares": _("Shared with")}


def action_words(kind: RecordType, action: str) -> str:
    """What an event did, as a sentence's beginning."""
    words = {
        "created": _("%(type)s created"),
        "updated": _("%(type)s changed"),
        "deleted": _("%(type)s deleted"),
        "restored": _("%(type)s restored"),
        "tagged": _("Tag added"),
        "untagged": _("Tag removed"),
        "file_added": _("File added"),
        "file_deleted": _("File deleted"),
        "file_restored": _("File restored"),
        "shared": _("Shared"),
        "merged": _("Merged"),
        "unmerged": _("Separated again"),
        "unshared": _("No longer shared"),
        "moved": _("Moved to another stage"),
        "won": _("%(type)s won"),
        "lost": _("%(type)s lost"),
        "invalidated": _("%(type)s called off"),
        "reopened": _("%(type)s reopened"),
        "rescheduled": _("One of its times moved"),
        "called_off": _("One of its times called off"),
        "replanned": _("One of its times as planned again"),
        "converted": _("%(type)s converted"),
        "unconverted": _("Conversion taken back"),
        "claimed": _("Claimed from the pool"),
        "assigned": _("Assigned from the pool"),
        "released": _("Given up"),
        "reclaimed": _("Gone back to the pool"),
        "offboarded": _("Taken over from a colleague who left"),
        "protected": _("Protected"),
        "unprotected": _("Protection lifted"),
        "routed": _("Assigned by a rule"),
        "approved": _("%(type)s approved"),
        "rejected": _("%(type)s rejected"),
        "expired": _("%(type)s expired"),
        "employed": _("Place at a company changed"),
        "looked": _("Looked at in the pool"),
        "disclosed": _("All that is kept was put together"),
    }
    return words.get(action, "%(type)s") % {"type": kind.label}
