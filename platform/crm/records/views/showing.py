"""A list as a saved view wants it, and the views of a type as tabs."""

from typing import Any

import msgspec

from crm.records.pages.presenting import ListView, Presentation, presentation_of
from crm.records.pages.query import ListQuery
from crm.records.people import People, asking_people, people_in
from crm.records.types import RecordType
from crm.records.views.service import Saved, asking_views, views, views_in
from kernel.errors import Refused
from kernel.filters import MAX_TEXT, Node
from kernel.http import Ctx
from kernel.i18n import _
from kernel.together import together

MAX_WORD = 2_000


class Shown(msgspec.Struct, frozen=True):
    """What stands on the page: the address with what the view fills in, its look, all views."""

    query: ListQuery
    presentation: Presentation
    current: Saved | None
    saved: list[Saved]
    sort: str
    layout: str
    by: str

    @property
    def where(self) -> Node:
        """View, filter and search together."""
        return self.query.where(self.presentation)


def query_of(ctx: Ctx) -> ListQuery:
    """What the address says; raises `Refused` for what is too long."""
    params = ctx.request.query_params
    said = {name: params.get(name, "") for name in ListQuery.__struct_fields__}
    if any(len(text) > (MAX_TEXT if name == "filter" else MAX_WORD) for name, text in said.items()):
        raise Refused(_("The filter is too long."))
    return ListQuery(**said)


async def shown_as(ctx: Ctx, kind: RecordType, query: ListQuery) -> Shown:
    """The list that an address asks for; one that asks for nothing begins with one's default."""
    return laid_over(kind, query, await views(ctx.uow, ctx.principal, kind.name))


async def shown_with_people(
    ctx: Ctx, kind: RecordType, query: ListQuery, *, begins: bool = True
) -> tuple[Shown, People]:
    """The same and everybody who may be named on it, in one statement."""
    asked = asking_views(ctx.principal, kind.name), asking_people(ctx.uow)
    saved, everybody = await together(ctx.uow, *asked)
    known = views_in(saved, ctx.principal)
    return laid_over(kind, query, known, begins=begins), people_in(everybody)


def laid_over(
    kind: RecordType, query: ListQuery, saved: list[Saved], *, begins: bool = True
) -> Shown:
    """What an address asks for, with what the view that it names fills in."""
    if begins and query == ListQuery():
        begin = next((view for view in saved if view.begins), None)
        query = ListQuery(view=str(begin.id)) if begin else query
    current = next((view for view in saved if str(view.id) == query.view), None)
    shown = presentation_of(kind)
    if current is not None:
        own = ListView(str(current.id), current.name, current.where)
        shown = msgspec.structs.replace(shown, views=(*shown.views, own))
    columns = query.columns.split(",") if query.columns else current.columns if current else []
    known = [c for c in columns if c in kind.labels and c != shown.lead]
    if known:
        shown = msgspec.structs.replace(shown, columns=tuple(known))
    return Shown(
        query,
        shown,
        current,
        saved,
        query.sort or (current.sort if current else ""),
        query.layout or (current.layout if current else "list"),
        query.by or (current.by if current else ""),
    )


def view_tabs(shown: Shown, base: str, tabs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ready-made tabs, then what is pinned, one's own, the team's and everybody's."""
    if any(view.begins for view in shown.saved):
        tabs[0]["href"] = ListQuery(view="all").address(base)
        tabs[0]["current"] = shown.query.view == "all"
    order = {"mine": 1, "team": 2, "everyone": 3}
    for view in sorted(shown.saved, key=lambda v: (not v.pinned, order[v.sharing], v.name)):
        href = ListQuery(view=str(view.id)).address(base)
        tabs.append({"label": view.name, "href": href, "current": view == shown.current})
    return tabs
