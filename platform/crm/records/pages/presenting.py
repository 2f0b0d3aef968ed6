"""How a record type looks on pages: its columns, its views, what is asked first."""

from typing import Final
from urllib.parse import urlencode

import msgspec

from crm.records.types import RecordType
from kernel.filters import EVERYTHING, Node, Test
from kernel.i18n import lazy


class ListView(msgspec.Struct, frozen=True):
    """A ready-made selection, shown as a tab above the list."""

    key: str
    label: str
    where: Node = EVERYTHING


class Presentation(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages of one type show.

    `first` are the fields of the short form; all others are under "More". `list_at` is where
    the plain list lives when the slice has a page of its own at the type's address. `body` is
    the long text that stands first on the record's page.
    """

    columns: tuple[str, ...]
    facts: tuple[str, ...]
    first: tuple[str, ...]
    search: tuple[str, ...]
    lead: str = "name"
    detail: str = ""
    body: str = ""
    inline: frozenset[str] = frozenset()
    views: tuple[ListView, ...] = ()
    empty: str = ""
    new_label: str = ""
    list_at: str = ""
    board_at: str = ""
    icon: str = "inbox"


ALL: Final = ListView("", lazy("All"))
MINE: Final = ListView("mine", lazy("Mine"), Test("owner_id", "eq", "me"))
OVERDUE: Final = ListView("overdue", lazy("Overdue"), Test("next_action_at", "within", "past"))
NOTHING_PLANNED: Final = ListView(
    "unplanned", lazy("Nothing planned"), Test("next_action_at", "is_empty")
)
SHARED_WITH_ME: Final = ListView("shared", lazy("Shared with me"), Test("shared", "eq", "with_me"))
SHARED_BY_ME: Final = ListView("lent", lazy("Shared by me"), Test("shared", "eq", "by_me"))
FOLLOWED_VIEWS: Final = (ALL, MINE, SHARED_WITH_ME, SHARED_BY_ME, OVERDUE, NOTHING_PLANNED)

_SHOWN: dict[str, Presentation] = {}


def present(kind: RecordType, presentation: Presentation) -> None:
    """Say how the pages of a type look."""
    _SHOWN[kind.name] = presentation


def presentation_of(kind: RecordType) -> Presentation:
    """How it looks; a type that says nothing gets a plain list of all that it has.

    Of a type as a principal sees it only what that principal sees, with the workspace's own fields.
    """
    return _narrowed(kind, _widened(kind, _SHOWN.get(kind.name) or _plain(kind)))


def _widened(kind: RecordType, shown: Presentation) -> Presentation:
    """With the workspace's own fields: in the list, on the short form, among the facts."""
    own = [field for field in kind.custom if field.name not in shown.facts]
    if not own:
        return shown
    return msgspec.structs.replace(
        shown,
        columns=(*shown.columns, *(f.name for f in own if f.in_list)),
        facts=(*shown.facts, *(f.name for f in own)),
        first=(*shown.first, *(f.name for f in own if f.in_form or f.required)),
        inline=shown.inline | {f.name for f in own},
    )


def _narrowed(kind: RecordType, shown: Presentation) -> Presentation:
    known = {*kind.fields, *kind.relations, "tags"}
    masked = {name for name, field in kind.fields.items() if field.masked}
    if not masked and known >= {*shown.columns, *shown.facts, *shown.first, *shown.search}:
        return shown
    return msgspec.structs.replace(
        shown,
        columns=tuple(name for name in shown.columns if name in known),
        facts=tuple(name for name in shown.facts if name in known),
        first=tuple(name for name in shown.first if name in known - masked),
        search=tuple(name for name in shown.search if name in known - masked),
        detail=shown.detail if shown.detail in known else "",
        body=shown.body if shown.body in known else "",
        inline=shown.inline & known - masked,
        views=tuple(view for view in shown.views if _fields_of(view.where) <= known - masked),
    )


def _fields_of(node: Node) -> set[str]:
    if isinstance(node, Test):
        return {node.field} - {"shared"}
    return {name for part in node.parts for name in _fields_of(part)}


def _plain(kind: RecordType) -> Presentation:
    names = tuple(kind.fields)
    texts = tuple(f.name for f in kind.fields.values() if f.kind == "text" and f.filterable)
    return Presentation(
        columns=names[:6],
        facts=names,
        first=tuple(f.name for f in kind.fields.values() if f.required and f.editable),
        search=texts[:1],
        lead=texts[0] if texts else "",
        views=(ALL, MINE),
        icon=kind.icon,
    )


def rows_path(kind: RecordType, filter: str) -> str:
    """Where in the workspace the list has exactly these rows."""
    base = f"{kind.plural}{presentation_of(kind).list_at}"
    return f"{base}?{urlencode({'filter': filter})}" if filter else base
