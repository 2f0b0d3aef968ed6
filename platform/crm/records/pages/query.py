"""A list's address: what is looked for, in which order; links that change one thing of it."""

from typing import Any
from urllib.parse import urlencode

import msgspec

from crm.records.comparing import MY_TEAM
from crm.records.fields import Field
from crm.records.kinds import kind_of
from crm.records.kinds.base import EMPTY_OPS
from crm.records.pages.presenting import ListView, Presentation
from crm.records.stepping import asked_at, steps
from crm.records.types import RecordType
from kernel.filters import EVERYTHING, Group, Node, Test, parse, tree
from kernel.i18n import _, lazy

OPS: dict[str, Any] = {
    "contains": lazy("contains"),
    "starts_with": lazy("starts with"),
    "eq": lazy("is"),
    "ne": lazy("is not"),
    "lt": lazy("before or below"),
    "gt": lazy("after or above"),
    "between": lazy("between"),
    "in": lazy("is one of"),
    "not_in": lazy("is none of"),
    "within": lazy("is in"),
    "is_empty": lazy("is empty"),
    "is_not_empty": lazy("is filled"),
}
PERIODS: dict[str, Any] = {
    "today": lazy("today"),
    "yesterday": lazy("yesterday"),
    "tomorrow": lazy("tomorrow"),
    "this_week": lazy("this week"),
    "last_week": lazy("last week"),
    "next_week": lazy("next week"),
    "this_month": lazy("this month"),
    "last_month": lazy("last month"),
    "next_month": lazy("next month"),
    "this_quarter": lazy("this quarter"),
    "last_quarter": lazy("last quarter"),
    "next_quarter": lazy("next quarter"),
    "this_year": lazy("this year"),
    "last_year": lazy("last year"),
    "next_year": lazy("next year"),
    "last_7_days": lazy("the last 7 days"),
    "next_7_days": lazy("the next 7 days"),
    "last_30_days": lazy("the last 30 days"),
    "next_30_days": lazy("the next 30 days"),
    "last_90_days": lazy("the last 90 days"),
    "last_12_months": lazy("the last 12 months"),
    "past": lazy("the past"),
    "future": lazy("the future"),
}


class ListQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What the address of a list says; `columns` are names with commas between."""

    view: str = ""
    q: str = ""
    filter: str = ""
    sort: str = ""
    columns: str = ""
    layout: str = ""
    by: str = ""
    month: str = ""

    def address(self, base: str, **changes: str) -> str:
        """The same list with something changed."""
        values = {**msgspec.structs.asdict(self), **changes}
        said = urlencode({name: value for name, value in values.items() if value})
        return f"{base}?{said}" if said else base

    def where(self, shown: Presentation) -> Node:
        """View, filter and search together."""
        parts = [view.where for view in shown.views if view.key == self.view]
        parts += [parse(self.filter)]
        if self.q.strip():
            words = [Test(name, "contains", self.q.strip()[:200]) for name in shown.search]
            parts.append(Group("or", tuple(words)))
        parts = [part for part in parts if part != EVERYTHING]
        return Group("and", tuple(parts)) if parts else EVERYTHING


def written(node: Node) -> str:
    """A filter as addresses have it."""
    return _text(_parts(node)) if node != EVERYTHING else ""


def added(filter_text: str, test: Test, how: str = "and") -> str:
    """The filter's text with one more condition; by "or" it joins the last one."""
    parts = _parts(parse(filter_text))
    if how != "or" or not parts:
        return _text([*parts, test])
    last = parts[-1]
    several = last.parts if isinstance(last, Group) and last.word == "or" else (last,)
    return _text([*parts[:-1], Group("or", (*several, test))])


def chips(
    kind: RecordType, query: ListQuery, base: str, names: dict[str, str]
) -> list[dict[str, str]]:
    """Each condition in words, with the address of the list without it."""
    parts = _parts(parse(query.filter))
    return [
        {
            "label": _words(kind, part, names),
            "href": query.address(base, filter=_text(parts[:i] + parts[i + 1 :])),
        }
        for i, part in enumerate(parts)
    ]


def tabs(query: ListQuery, views: tuple[ListView, ...], base: str) -> list[dict[str, Any]]:
    """The ready-made selections as tabs."""
    return [
        {
            "label": str(view.label),
            "href": query.address(base, view=view.key),
            "current": view.key == query.view,
        }
        for view in views
    ]


def sorting(query: ListQuery, name: str, base: str, default: str) -> dict[str, str]:
    """The heading's link and direction for a sortable column."""
    current = query.sort or default
    direction = {name: "asc", f"-{name}": "desc"}.get(current, "")
    wanted = f"-{name}" if direction == "asc" else name
    return {"sort": query.address(base, sort=wanted), "direction": direction}


def _parts(node: Node) -> list[Node]:
    if isinstance(node, Group) and node.word == "and":
        return list(node.parts)
    return [node]


def _text(parts: list[Node]) -> str:
    if not parts:
        return ""
    return msgspec.json.encode({"and": [tree(part) for part in parts]}).decode()


def _words(kind: RecordType, node: Node, names: dict[str, str]) -> str:
    if isinstance(node, Group):
        return _joined(kind, node, names)
    if asked := asked_at(kind, node.field):
        said = node.value if isinstance(node.value, list) else [node.value]
        named = ", ".join(names[str(one)] for one in said if str(one) in names)
        if asked.ops:
            return (
                f"{_of(kind, node.field)}{asked.label} {OPS.get(node.op, node.op)} {named}".rstrip()
            )
        return f"{asked.label}: {named}" if named else str(asked.label)
    field, label = _meant(kind, node.field)
    op = str(OPS.get(node.op, node.op))
    if node.op in EMPTY_OPS:
        return f"{label} {op}"
    several = node.value if isinstance(node.value, list) else [node.value]
    return f"{label} {op} {', '.join(_value(field, one, names) for one in several)}"


def _joined(kind: RecordType, node: Group, names: dict[str, str]) -> str:
    said = [_words(kind, part, names) for part in node.parts]
    if node.word == "not":
        return _("not (%(what)s)") % {"what": said[0]}
    text = said[0] if said else ""
    for other in said[1:]:
        joint = _("%(one)s or %(other)s") if node.word == "or" else _("%(one)s and %(other)s")
        text = joint % {"one": text, "other": other}
    return text


def _of(kind: RecordType, name: str) -> str:
    """Whose it is, where the name leads to another type."""
    head, dot, _rest = name.partition(".")
    if not dot:
        return ""
    return f"{kind.labels.get(head) or steps(kind, head)[0].kind.label_plural}: "


def _meant(kind: RecordType, name: str) -> tuple[Field | None, str]:
    """The field that a name means, and how people call it."""
    if name in kind.labels:
        return kind.fields.get(name), kind.labels[name]
    head, _dot, rest = name.partition(".")
    for step in steps(kind, head):
        if rest in step.kind.labels:
            label = kind.labels.get(head) or str(step.kind.label_plural)
            return step.kind.fields.get(rest), f"{label}: {step.kind.labels[rest]}"
    return None, name


def _value(field: Field | None, value: Any, names: dict[str, str]) -> str:
    if value == "me":
        return _("me")
    if value == MY_TEAM:
        return _("my team")
    text = str(value)
    if field is None or text in names:
        return names.get(text, text)
    if text in PERIODS:
        return str(PERIODS[text])
    try:
        return kind_of(field).said(field, value, lambda _id: text)
    except (TypeError, ValueError, msgspec.ValidationError):
        return text
