"""The list page of a record type: search, views, filters, sorting, more on demand, export."""

from typing import Annotated, Any

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Response

from crm.records.kinds import kind_of
from crm.records.kinds.base import EMPTY_OPS
from crm.records.listing import Listed, Page
from crm.records.narrowing import as_seen
from crm.records.pages.presenting import Presentation, presentation_of
from crm.records.pages.query import (
    PERIODS,
    ListQuery,
    added,
    chips,
    filter_fields,
    ops_of,
    sorting,
    tabs,
)
from crm.records.pages.showing import Show
from crm.records.people import People, people
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.filters import Test
from kernel.http import Ctx, get
from kernel.i18n import _
from kernel.principal import Principal
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
    async def list_page(
        ctx: Ctx,
        view: Short = "",
        q: Short = "",
        filter: Long = "",
        sort: Short = "",
        after: Long = "",
    ) -> Response[str]:
        """A page of the list, or just its rows where htmx asks for more."""
        query = ListQuery(view=view, q=q, filter=filter, sort=sort)
        records = service_of(name, ctx.uow, ctx.principal)
        seen = records.seen
        where = query.where(presentation_of(seen))
        wanted = Page(where=where, sort=sort, limit=ROWS, after=after)
        listed = await records.listed(wanted)
        context = list_context(ctx, seen, query, listed, await people(ctx.uow))
        if not shell.current().partial:
            return page(f"{TEMPLATES}/list.html", **context)
        piece = "rows.html" if after else "found.html"
        return fragment(f"{TEMPLATES}/{piece}", **context)

    @get(f"/{{workspace:str}}/{base}/condition", needs=f"{name}:see", include_in_schema=False)
    async def condition(
        ctx: Ctx,
        field: Short = "",
        q: Short = "",
        view: Short = "",
        filter: Long = "",
        sort: Short = "",
    ) -> Response[str]:
        """The comparisons and the control that fit the chosen field."""
        query = ListQuery(view=view, q=q, filter=filter, sort=sort)
        seen = as_seen(kind, ctx.principal)
        first = next(iter(presentation_of(seen).search), "owner_id")
        return fragment(
            f"{TEMPLATES}/condition.html",
            **await condition_context(ctx, seen, field or first, query),
        )

    @get(f"/{{workspace:str}}/{base}/narrowed", needs=f"{name}:see", include_in_schema=False)
    async def narrowed(
        ctx: Ctx,
        field: Short,
        op: Short,
        value: Short = "",
        view: Short = "",
        q: Short = "",
        filter: Long = "",
        sort: Short = "",
    ) -> Response[str]:
        """To the same list with one condition more."""
        query = ListQuery(view=view, q=q, filter=filter, sort=sort)
        known = as_seen(kind, ctx.principal)
        test = Test(field, op, read_value(ctx.principal, known, field, op, value))
        return redirect(query.address(shell.current().at(base), filter=added(filter, test)))

    return [list_page, condition, narrowed]


def list_context(
    ctx: Ctx, kind: RecordType, query: ListQuery, listed: Listed, everybody: People
) -> dict[str, Any]:
    """What the list's templates need."""
    shown = presentation_of(kind)
    base = shell.current().at(f"{kind.plural}{shown.list_at}")
    names = everybody.names
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
        "columns": _columns(kind, shown, query, base),
        "tabs": tabs(query, shown.views, base),
        "chips": chips(kind, query, base, names),
        "next": f"{more}{joint}after={listed.next}" if listed.next else "",
        "export": query.address(f"{base}/export"),
        "may_edit": ctx.principal.may(f"{kind.name}:edit"),
        "narrowed": bool(query.q or query.filter or query.view),
    }


async def condition_context(
    ctx: Ctx, kind: RecordType, name: str, query: ListQuery
) -> dict[str, Any]:
    """What the form for one more condition needs."""
    if name != "tags" and (name not in kind.fields or not kind.fields[name].filterable):
        raise Invalid(fields={"field": _("There is no such field.")})
    field = kind.fields.get(name)
    options: list[tuple[str, str]] = []
    if field is None:
        rows = await ctx.uow.fetch(
            "SELECT t.id, t.name FROM tag t WHERE t.tenant_id = $1 "
            "ORDER BY t.tenant_id, t.name LIMIT 500",
            ctx.principal.tenant_id,
        )
        options = [(str(row["id"]), row["name"]) for row in rows]
    elif field.kind in {"choice", "multi_choice"}:
        options = [(choice.value, str(choice.label)) for choice in field.choices]
    elif field.kind == "yes_no":
        options = [("1", _("Yes")), ("0", _("No"))]
    elif field.kind == "member":
        options = [("me", _("me")), *(await people(ctx.uow)).options]
    elif field.kind == "reference":
        options = (await people(ctx.uow)).of(field.source)
    elif field.kind in {"moment", "date"}:
        options = [(value, str(label)) for value, label in PERIODS.items()]
    shown = presentation_of(kind)
    return {
        "kind": kind,
        "base": shell.current().at(f"{kind.plural}{shown.list_at}"),
        "query": query,
        "field": name,
        "fields": filter_fields(kind),
        "ops": ops_of(kind, name),
        "options": options,
        "value_type": "number" if field is not None and field.kind == "number" else "text",
    }


def read_value(principal: Principal, kind: RecordType, name: str, op: str, value: str) -> Any:
    """A condition's value as the filter wants it."""
    if op in EMPTY_OPS:
        return None
    field = kind.fields.get(name)
    if field is None:
        return value
    try:
        return kind_of(field).asked(field, value, principal)
    except ValueError as error:
        raise Invalid(fields={"value": _("A number is expected.")}) from error


def _columns(
    kind: RecordType, shown: Presentation, query: ListQuery, base: str
) -> list[dict[str, Any]]:
    columns = []
    for name in (shown.lead, *shown.columns):
        field = kind.fields.get(name)
        label = field.label if field else _label(kind, name)
        column: dict[str, Any] = {"name": name, "label": str(label), "number": False}
        if field is not None:
            column["number"] = field.kind in {"number", "money"}
            if field.sortable:
                column |= sorting(query, name, base, kind.default_sort)
        columns.append(column)
    return columns


def _label(kind: RecordType, name: str) -> str:
    return _("Tags") if name == "tags" else str(kind.relations[name].label)
