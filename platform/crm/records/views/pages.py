"""Saving, sharing and arranging views on the pages of lists."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, sent
from crm.records.pages.presenting import presentation_of
from crm.records.pages.query import ListQuery
from crm.records.types import RecordType, record_type
from crm.records.views import service
from crm.records.views.showing import Shown, query_of, shown_as
from kernel.filters import EVERYTHING, tree
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import settled
from web import shell
from web.render import fragment, redirect
from web.toasts import Toast

TEMPLATES = "crm/records/views/templates"
AT = "/{workspace:str}/views"
SHARINGS = {
    "mine": lazy("Only me"),
    "team": lazy("My team"),
    "everyone": lazy("Everybody here"),
}
LAYOUTS = {
    "list": lazy("List"),
    "group": lazy("Groups"),
    "kanban": lazy("Board"),
    "calendar": lazy("Calendar"),
}


def view_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """The dialogs of a type's list."""
    needs, base = f"{kind.name}:see", f"{kind.plural}{presentation_of(kind).list_at}"

    @get(f"/{{workspace:str}}/{base}/columns", needs=needs, include_in_schema=False)
    async def columns(ctx: Ctx) -> Response[str]:
        """Which columns, in which order."""
        seen = as_seen(kind, ctx.principal)
        shown = await shown_as(ctx, seen, query_of(ctx))
        chosen = [c for c in shown.presentation.columns if c in seen.labels]
        rest = [c for c in seen.labels if c not in {*chosen, shown.presentation.lead}]
        return fragment(
            f"{TEMPLATES}/columns.html",
            **_context(kind, shown),
            chosen=chosen,
            rest=rest,
            seen=seen,
        )

    @get(
        f"/{{workspace:str}}/{base}/arranged",
        needs=needs,
        sync_to_thread=False,
        include_in_schema=False,
    )
    def arranged(ctx: Ctx) -> Response[str]:
        """To the same list with other columns, or another layout."""
        picked = ctx.request.query_params.getall("columns", [])
        layout, _colon, by = ctx.request.query_params.get("lay", "").partition(":")
        query = query_of(ctx)
        if picked:
            query = msgspec.structs.replace(query, columns=",".join(picked))
        if layout:
            query = msgspec.structs.replace(query, layout=layout, by=by, month="")
        return redirect(query.address(_home(kind)))

    @get(f"/{{workspace:str}}/{base}/saving", needs=needs, include_in_schema=False)
    async def saving(ctx: Ctx) -> Response[str]:
        """The dialog that keeps the list as it stands."""
        seen = as_seen(kind, ctx.principal)
        shown = await shown_as(ctx, seen, query_of(ctx))
        return fragment(f"{TEMPLATES}/saving.html", **_context(kind, shown), sharings=SHARINGS)

    @get(f"/{{workspace:str}}/{base}/layouts", needs=needs, include_in_schema=False)
    async def layouts(ctx: Ctx) -> Response[str]:
        """The ways in which the list can lie."""
        seen = as_seen(kind, ctx.principal)
        shown = await shown_as(ctx, seen, query_of(ctx))
        ways = [("list:", str(LAYOUTS["list"]))] + [
            (f"{layout}:{name}", f"{label}: {seen.labels[name]}")
            for layout, label in LAYOUTS.items()
            for name in service.laid_out_by(seen, layout)
        ]
        return fragment(f"{TEMPLATES}/layouts.html", **_context(kind, shown), ways=ways)

    @post(f"/{{workspace:str}}/{base}/views", needs=needs, include_in_schema=False)
    async def save(ctx: Ctx) -> Response[str]:
        """A new view of the list as it stands, or the current one as it stands now."""
        data = await sent(ctx.request)
        seen = as_seen(kind, ctx.principal)
        query = ListQuery(**{n: data.get(n) for n in ListQuery.__struct_fields__})
        shown = await shown_as(ctx, seen, query)
        wishes = _wishes(kind, shown, data)
        if data.get("over") and shown.current is not None:
            made = shown.current.id
            await service.change(ctx.uow, ctx.principal, made, wishes)
        else:
            made = await service.save(ctx.uow, ctx.principal, wishes)
        if data.get("begins"):
            await service.begin_with(ctx.uow, ctx.principal, made, yes=True)
        return redirect(_view_at(kind, made), toast=Toast(_("View saved.")))

    return [columns, arranged, saving, layouts, save]


@post(f"{AT}/{{view_id:uuid}}/copy", needs=MEMBER, include_in_schema=False)
async def copy_by_form(ctx: Ctx, view_id: FromPath[UUID]) -> Response[str]:
    made = await service.copy(ctx.uow, ctx.principal, view_id)
    known = await service.view(ctx.uow, ctx.principal, made)
    return redirect(_view_at(record_type(known.type), made), toast=Toast(_("Copied.")))


@post(f"{AT}/{{view_id:uuid}}/pin", needs=MEMBER, include_in_schema=False)
async def pin_by_form(ctx: Ctx, view_id: FromPath[UUID]) -> Response[str]:
    """Pin it, or take the pin out."""
    known = await service.view(ctx.uow, ctx.principal, view_id)
    work = service.pin(ctx.uow, ctx.principal, view_id, pinned=not known.pinned)
    return await settled(ctx, work, _view_at(record_type(known.type), view_id), _("Saved."))


@post(f"{AT}/{{view_id:uuid}}/default", needs=MEMBER, include_in_schema=False)
async def begin_by_form(ctx: Ctx, view_id: FromPath[UUID]) -> Response[str]:
    """Begin with it, or no longer."""
    known = await service.view(ctx.uow, ctx.principal, view_id)
    work = service.begin_with(ctx.uow, ctx.principal, view_id, yes=not known.begins)
    return await settled(ctx, work, _view_at(record_type(known.type), view_id), _("Saved."))


@post(f"{AT}/{{view_id:uuid}}/deletion", needs=MEMBER, include_in_schema=False)
async def delete_by_form(ctx: Ctx, view_id: FromPath[UUID]) -> Response[str]:
    """Away, with a toast that brings it back."""
    known = await service.view(ctx.uow, ctx.principal, view_id)
    await service.delete(ctx.uow, ctx.principal, view_id)
    undo = shell.current().at(f"views/{view_id}/restoration")
    text = _("%(name)s is deleted.", name=known.name)
    return redirect(_home(record_type(known.type)), toast=Toast(text, undo=undo))


@post(f"{AT}/{{view_id:uuid}}/restoration", needs=MEMBER, include_in_schema=False)
async def restore_by_form(ctx: Ctx, view_id: FromPath[UUID]) -> Response[str]:
    known = await service.restore(ctx.uow, ctx.principal, view_id)
    toast = Toast(_("%(name)s is back.") % {"name": known.name})
    return redirect(_view_at(record_type(known.type), view_id), toast=toast)


def _wishes(kind: RecordType, shown: Shown, data: Sent) -> dict[str, Any]:
    wishes = {
        "type": kind.name,
        "name": data.get("name"),
        "filter": {} if shown.where == EVERYTHING else tree(shown.where),
        "sort": shown.sort,
        "columns": list(shown.presentation.columns),
        "layout": shown.layout,
        "by": shown.by,
    }
    return wishes | {"sharing": data.get("sharing") or "mine"}


def _context(kind: RecordType, shown: Shown) -> dict[str, Any]:
    return {"kind": kind, "query": shown.query, "current": shown.current, "base": _home(kind)}


def _home(kind: RecordType) -> str:
    return shell.current().at(f"{kind.plural}{presentation_of(kind).list_at}")


def _view_at(kind: RecordType, view_id: UUID) -> str:
    return ListQuery(view=str(view_id)).address(_home(kind))


ROUTES = [copy_by_form, pin_by_form, begin_by_form, delete_by_form, restore_by_form]
