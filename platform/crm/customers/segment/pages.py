"""Segments as a tree: how many, how they grow, and from each into the list of its records."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.customers.segment.growing import Size, growth
from crm.customers.segment.service import (
    Segment,
    archive,
    change,
    found_segment,
    segment,
    segments,
)
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.lines import MORE, condition_of, lines_of, offered
from crm.records.pages.list import Short
from crm.records.pages.presenting import presentation_of
from crm.records.pages.query import ListQuery, chips
from crm.records.pages.tools import ListTool, add_tool
from crm.records.people import people
from crm.records.questions import named
from crm.records.types import RecordType, record_types
from crm.records.views.showing import query_of, shown_as
from kernel.errors import Invalid, NotFound
from kernel.filters import MAX_TEXT, parse, tree
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES = "crm/customers/segment/templates"
WIDE, HIGH = 96, 24

THINGS["segment"] = Thing(lazy("Segment"), plainly)
navigation.add(
    "main",
    Entry(
        key="segments",
        label=lazy("Segments"),
        icon="filter",
        path="segments",
        order=37,
        permission="company:see",
    ),
)
add_tool(
    ListTool(
        label=lazy("Segment"),
        icon="filter",
        path="segments/new",
        applies=lambda kind: kind.followed,
    )
)


@get("/{workspace:str}/segments", needs=MEMBER, include_in_schema=False)
async def segments_page(ctx: Ctx) -> Response[str]:
    found = await segments(ctx.uow, ctx.principal)
    grown = await growth(ctx.uow, ctx.principal, found)
    names = await _names(ctx)
    return page(
        f"{TEMPLATES}/segments.html",
        rows=[_row(ctx, one, grown[one.id], names) for one in found],
        kinds=[k for k in record_types() if k.followed and ctx.principal.may(f"{k.name}:see")],
    )


@get("/{workspace:str}/segments/new", needs=MEMBER, include_in_schema=False)
async def new_segment(ctx: Ctx, type: Short = "") -> Response[str]:
    """The list as it stands becomes a segment: its conditions, and a name to give."""
    kind = as_seen(_kind(type), ctx.principal)
    if not ctx.principal.may(f"{kind.name}:see"):
        raise NotFound
    shown = await shown_as(ctx, kind, query_of(ctx))
    said = msgspec.json.encode(tree(shown.where)).decode()
    known = [s for s in await segments(ctx.uow, ctx.principal) if s.type == kind.name]
    names = await _names(ctx)
    return fragment(
        f"{TEMPLATES}/segment_new.html",
        kind=kind,
        said=said,
        words=[chip["label"] for chip in chips(kind, ListQuery(filter=said), "", names)],
        own=[(str(s.id), s.name) for s in known if _may_change(ctx, s)],
        parents=[(str(s.id), "  " * s.depth + s.name) for s in known],
    )


@post("/{workspace:str}/segments", needs=MEMBER, include_in_schema=False)
async def found_by_form(ctx: Ctx) -> Response[str]:
    """A new one, or another condition of one's own."""
    data = await sent(ctx.request)
    replaced, condition = ids([data.get("replaces")]), parse(data.get("filter")[:MAX_TEXT])
    if replaced:
        work = change(ctx.uow, ctx.principal, replaced[0], {"filter": tree(condition)})
        return await settled(ctx, work, here(ctx, "segments"), _("Segment saved."))
    parents = ids([data.get("parent_id")]) if data.get("parent_id") else []
    wishes: dict[str, Any] = {
        "type": data.get("type"),
        "name": data.get("name"),
        "filter": tree(condition),
        "parent_id": parents[0] if parents else None,
    }
    work = found_segment(ctx.uow, ctx.principal, wishes)
    return await settled(ctx, work, here(ctx, "segments"), _("Segment saved."))


@get("/{workspace:str}/segments/{segment_id:uuid}", needs=MEMBER, include_in_schema=False)
async def segment_page(ctx: Ctx, segment_id: FromPath[UUID]) -> Response[str]:
    """One of them: how it grew, and its name and condition to be changed."""
    found = await segment(ctx.uow, ctx.principal, segment_id)
    grown = await growth(ctx.uow, ctx.principal, [found])
    node = parse(msgspec.json.encode(found.filter).decode())
    lines = lines_of(ctx.principal, found.kind, node)
    return page(
        f"{TEMPLATES}/segment.html",
        row=_row(ctx, found, grown[segment_id], await _names(ctx)),
        lines=lines or Sent([]),
        fits=lines is not None,
        offered=offered(ctx.principal, found.kind, MORE, ("segment",)),
    )


@post("/{workspace:str}/segments/{segment_id:uuid}", needs=MEMBER, include_in_schema=False)
async def change_by_form(ctx: Ctx, segment_id: FromPath[UUID]) -> Response[str]:
    """Another name, or another condition where lines were filled in."""
    data = await sent(ctx.request)

    async def work() -> None:
        found = await segment(ctx.uow, ctx.principal, segment_id)
        wishes: dict[str, Any] = {"name": data.get("name")[:200]}
        if condition := condition_of(ctx.principal, found.kind, data, MORE):
            wishes["filter"] = condition
        await change(ctx.uow, ctx.principal, segment_id, wishes)

    return await settled(ctx, work(), here(ctx, f"segments/{segment_id}"), _("Segment saved."))


@post("/{workspace:str}/segments/{segment_id:uuid}/archival", needs=MEMBER, include_in_schema=False)
async def archive_by_form(ctx: Ctx, segment_id: FromPath[UUID]) -> Response[str]:
    """Out of use, with a toast that brings it back."""
    gone = await archive(ctx.uow, ctx.principal, segment_id)
    at = shell.current().at
    text = _("%(name)s is archived.") % {"name": gone.name}
    undo = at(f"segments/{segment_id}/return")
    return redirect(at("segments"), toast=Toast(text, undo=undo))


@post("/{workspace:str}/segments/{segment_id:uuid}/return", needs=MEMBER, include_in_schema=False)
async def return_by_form(ctx: Ctx, segment_id: FromPath[UUID]) -> Response[str]:
    back = await archive(ctx.uow, ctx.principal, segment_id, gone=False)
    text = _("%(name)s is back.") % {"name": back.name}
    return redirect(shell.current().at("segments"), toast=Toast(text))


async def _names(ctx: Ctx) -> dict[str, str]:
    return (await people(ctx.uow)).names | named(ctx.principal)


def _row(ctx: Ctx, one: Segment, sizes: list[Size], names: dict[str, str]) -> dict[str, Any]:
    kind = as_seen(one.kind, ctx.principal)
    own = ListQuery(filter=msgspec.json.encode(one.filter).decode())
    whole = ListQuery(filter=msgspec.json.encode(one.where).decode())
    base = shell.current().at(f"{kind.plural}{presentation_of(kind).list_at}")
    return {
        "segment": one,
        "kind": kind,
        "words": [chip["label"] for chip in chips(kind, own, "", names)],
        "href": whole.address(base),
        "change": sizes[-1].count - sizes[0].count,
        "line": _line(sizes),
        "may_change": _may_change(ctx, one),
    }


def _may_change(ctx: Ctx, one: Segment) -> bool:
    mine = one.member_id == ctx.principal.member_id
    return mine or ctx.principal.may("settings:workspace")


def _line(sizes: list[Size]) -> str:
    """The points of a small line, left to right; high is many."""
    most = max(size.count for size in sizes)
    if not most:
        return ""
    step = WIDE / (len(sizes) - 1)
    return " ".join(
        f"{place * step:.1f},{HIGH - 2 - (HIGH - 4) * size.count / most:.1f}"
        for place, size in enumerate(sizes)
    )


def _kind(name: str) -> RecordType:
    found = next((k for k in record_types() if k.name == name and k.followed), None)
    if found is None:
        raise Invalid(_("Choose one of those shown."))
    return found


ROUTES = [
    segments_page,
    new_segment,
    found_by_form,
    segment_page,
    change_by_form,
    archive_by_form,
    return_by_form,
]
