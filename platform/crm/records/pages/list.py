"""The list page of a record type: search, views, filters, sorting, more on demand, export."""

from typing import Annotated, Any

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Response

from crm.records.derived import fill_in
from crm.records.listing import Listed, Page
from crm.records.narrowing import as_seen
from crm.records.pages.building import condition_context, read_value
from crm.records.pages.forms import Sent, sent
from crm.records.pages.lines import MORE, condition_of, lines_of, offered
from crm.records.pages.presenting import Presentation, presentation_of
from crm.records.pages.query import (
    ListQuery,
    added,
    chips,
    sorting,
    tabs,
)
from crm.records.pages.showing import Show
from crm.records.pages.tools import tools_of
from crm.records.people import People
from crm.records.questions import named
from crm.records.service import service_of
from crm.records.types import RecordType
from crm.records.views.layouts import layout_of, own_board
from crm.records.views.showing import Shown, query_of, shown_with_people, view_tabs
from kernel.filters import Test, parse
from kernel.http import Ctx, get, post
from web import shell
from web.render import fragment, page, redirect

ROWS = 50
Short = Annotated[str, QueryParameter(max_length=500)]
Long = Annotated[str, QueryParameter(max_length=20_000)]
TEMPLATES = "crm/records/pages/templates"


def list_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """The list, and the small form that adds a condition to it."""
    name, shown = kind.name, presentation_of(kind)
    base = f"{kind.plural}{shown.list_at}"

    @get(f"/{{workspace:str}}/{base}", needs=f"{name}:see", include_in_schema=False)
    async def list_page(ctx: Ctx, after: Long = "") -> Response[str]:
        """A page of the list, or just its rows where htmx asks for more."""
        records = service_of(name, ctx.uow, ctx.principal)
        shown, everybody = await shown_with_people(ctx, records.seen, query_of(ctx))
        if own_board(records.seen, shown):
            return redirect(shown.query.address(shell.current().at(kind.plural), layout="", by=""))
        laid_out = await layout_of(ctx, records.seen, shown)
        wanted = Page(where=shown.where, sort=shown.sort, limit=ROWS, after=after)
        listed = await records.listed(wanted)
        columns = set(shown.presentation.columns)
        await fill_in(ctx.uow, ctx.principal, name, listed.items, columns)
        context = list_context(ctx, records.seen, shown, listed, everybody)
        context |= laid_out
        if not shell.current().partial:
            return page(f"{TEMPLATES}/list.html", **context)
        piece = "rows.html" if after else "found.html"
        return fragment(f"{TEMPLATES}/{piece}", **context)

    @get(f"/{{workspace:str}}/{base}/condition", needs=f"{name}:see", include_in_schema=False)
    async def condition(
        ctx: Ctx, field: Short = "", op: Short = "", how: Short = "and"
    ) -> Response[str]:
        """The comparisons and the control that fit the chosen field."""
        query = query_of(ctx)
        seen = as_seen(kind, ctx.principal)
        first = next(iter(presentation_of(seen).search), "owner_id")
        return fragment(
            f"{TEMPLATES}/condition.html",
            **await condition_context(ctx, seen, field or first, op, query),
            how=how,
            typed=ctx.request.query_params.get("value", ""),
        )

    @get(f"/{{workspace:str}}/{base}/narrowed", needs=f"{name}:see", include_in_schema=False)
    async def narrowed(
        ctx: Ctx,
        field: Short,
        op: Short,
        how: Short = "and",
    ) -> Response[str]:
        """To the same list with one condition more."""
        query = query_of(ctx)
        seen = as_seen(kind, ctx.principal)
        texts = ctx.request.query_params.getall("value", [])
        test = Test(field, op, read_value(ctx.principal, seen, field, op, texts))
        return redirect(
            query.address(shell.current().at(base), filter=added(query.filter, test, how))
        )

    @get(f"/{{workspace:str}}/{base}/conditions", needs=f"{name}:see", include_in_schema=False)
    async def conditions(ctx: Ctx) -> Response[str]:
        """The whole filter as lines to be changed."""
        query = query_of(ctx)
        node = parse(query.filter)
        typed = lines_of(ctx.principal, kind, node)
        return fragment(
            f"{TEMPLATES}/conditions.html",
            base=shell.current().at(base),
            query=query,
            typed=typed or Sent([]),
            fits=typed is not None,
            offered=offered(ctx.principal, kind, MORE, personal=True),
        )

    @post(f"/{{workspace:str}}/{base}/conditions", needs=f"{name}:see", include_in_schema=False)
    async def rewritten(ctx: Ctx) -> Response[str]:
        """To the same list with the filter of these lines."""
        data = await sent(ctx.request)
        said = condition_of(ctx.principal, kind, data, MORE)
        kept = {n: data.get(n) for n in ("view", "q", "sort", "columns", "layout", "by", "month")}
        text = msgspec.json.encode(said).decode() if said else ""
        return redirect(ListQuery(**kept).address(shell.current().at(base), filter=text))

    return [list_page, condition, narrowed, conditions, rewritten]


def list_context(
    ctx: Ctx, kind: RecordType, view: Shown, listed: Listed, everybody: People
) -> dict[str, Any]:
    """What the list's templates need."""
    shown, query = view.presentation, view.query
    base = shell.current().at(f"{kind.plural}{shown.list_at}")
    names = everybody.names | (named(ctx.principal) if query.filter else {})
    names |= {str(t["id"]): t["name"] for row in listed.items for t in row["tags"]}
    more = query.address(base)
    joint = "&" if "?" in more else "?"
    return {
        "kind": kind,
        "shown": shown,
        "show": Show(everybody),
        "query": query,
        "base": base,
        "listed": listed,
        "columns": _columns(kind, shown, query, base, view.sort),
        "tabs": view_tabs(view, base, tabs(query, presentation_of(kind).views, base)),
        "current": view.current,
        "layout": view.layout,
        "chips": chips(kind, query, base, names),
        "next": f"{more}{joint}after={listed.next}" if listed.next else "",
        "export": query.address(f"{base}/export"),
        "tools": tools_of(kind, ctx.principal),
        "may_edit": ctx.principal.may(f"{kind.name}:edit"),
        "narrowed": bool(query.q or query.filter or query.view),
    }


def _columns(
    kind: RecordType, shown: Presentation, query: ListQuery, base: str, order: str
) -> list[dict[str, Any]]:
    columns = []
    for name in (shown.lead, *shown.columns):
        field = kind.fields.get(name)
        column: dict[str, Any] = {"name": name, "label": kind.labels[name], "number": False}
        if field is not None:
            column["number"] = field.kind in {"number", "money"}
            if field.sortable:
                column |= sorting(query, name, base, order or kind.default_sort)
        columns.append(column)
    return columns
