"""The page of one record: who, what next, what happened, what hangs on it."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.records.beside.files import FileView, asking_files
from crm.records.beside.grants import ShareView, asking_shares
from crm.records.beside.history import history, restore_values
from crm.records.beside.shares import LEVEL_WORDS, may_share
from crm.records.beside.tags import Tagged, asking_tags
from crm.records.beside.viewers import viewers
from crm.records.narrowing import as_kept, as_seen
from crm.records.pages.list import TEMPLATES, Long, Short
from crm.records.pages.panels import acts_of, panels_of
from crm.records.pages.presenting import presentation_of
from crm.records.pages.showing import Show, action_words
from crm.records.people import people
from crm.records.reading import View, fetch, view
from crm.records.related import pointing_at
from crm.records.scope import reaches
from crm.records.service import service_of
from crm.records.timeline import timeline
from crm.records.types import RecordType, Row
from kernel.http import Ctx, get, post
from kernel.i18n import _
from kernel.together import together
from web import shell
from web.render import fragment, page, redirect
from web.toasts import Toast

ENTRIES = 20


def record_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """The page, its timeline and history, deletion and the way back."""
    return [*_reading(kind), *_life(kind)]


def _reading(kind: RecordType) -> list[HTTPRouteHandler]:
    name = kind.name
    one = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}"

    @get(one, needs=f"{name}:see", include_in_schema=False)
    async def record_page(
        ctx: Ctx, record_id: FromPath[UUID], only: Short = "", after: Long = ""
    ) -> Response[str]:
        """All of it; with `?after=` only more of the timeline."""
        row = await fetch(ctx.uow, ctx.principal, as_kept(kind, ctx.principal), record_id)
        record = view(ctx.principal, kind, row)
        stream = await timeline(
            ctx.uow, ctx.principal, record_id, limit=ENTRIES, after=after, only=only
        )
        context = await _context(ctx, kind, row, record)
        context |= {"stream": stream, "only": only, "tab": "timeline"}
        if shell.current().partial:
            return fragment(f"{TEMPLATES}/timeline_items.html", **context)
        return page(f"{TEMPLATES}/record.html", **context, **await _around(ctx, kind, row, context))

    @get(f"{one}/history", needs=f"{name}:see", include_in_schema=False)
    async def history_page(ctx: Ctx, record_id: FromPath[UUID], after: Long = "") -> Response[str]:
        """Every change, and the way back to the values before it."""
        row = await fetch(ctx.uow, ctx.principal, as_kept(kind, ctx.principal), record_id)
        record = view(ctx.principal, kind, row)
        told = await history(ctx.uow, ctx.principal, record_id, limit=30, after=after)
        context = await _context(ctx, kind, row, record)
        context |= {"history": told, "tab": "history", "only": ""}
        if shell.current().partial:
            return fragment(f"{TEMPLATES}/history_items.html", **context)
        return page(f"{TEMPLATES}/record.html", **context, **await _around(ctx, kind, row, context))

    return [record_page, history_page]


def _life(kind: RecordType) -> list[HTTPRouteHandler]:
    name = kind.name
    one = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}"

    @post(f"{one}/deletion", needs=f"{name}:delete", include_in_schema=False)
    async def delete_record(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """Into the recycle bin, with a toast that takes it back."""
        service = service_of(name, ctx.uow, ctx.principal)
        title = (await service.get(record_id))["title"]
        await service.delete(record_id)
        at = shell.current().at
        text = _("%(name)s is in the recycle bin.") % {"name": title[:80]}
        return redirect(
            at(kind.plural), toast=Toast(text, undo=at(f"{kind.plural}/{record_id}/restoration"))
        )

    @post(f"{one}/restoration", needs=f"{name}:delete", include_in_schema=False)
    async def restore_record(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """Out of the recycle bin."""
        record = await service_of(name, ctx.uow, ctx.principal).restore(record_id)
        text = _("%(name)s is back.") % {"name": record["title"][:80]}
        return redirect(shell.current().at(f"{kind.plural}/{record_id}"), toast=Toast(text))

    @post(
        f"{one}/history/{{event_id:uuid}}/restoration",
        needs=f"{name}:edit",
        include_in_schema=False,
    )
    async def restore_value(
        ctx: Ctx,
        record_id: FromPath[UUID],
        event_id: FromPath[UUID],
        field: Short = "",
        back: Short = "",
    ) -> Response[str]:
        """The value (or all values) before that change."""
        service = service_of(name, ctx.uow, ctx.principal)
        await restore_values(service, record_id, event_id, [field] if field else None)
        here = shell.current().at(f"{kind.plural}/{record_id}{'' if back else '/history'}")
        return redirect(here, toast=Toast(_("The earlier value is back.")))

    return [delete_record, restore_record, restore_value]


async def _context(ctx: Ctx, kind: RecordType, row: Row, record: View) -> dict[str, Any]:
    everybody = await people(ctx.uow)
    may_edit = reaches(ctx.principal, kind.name, "edit", row)
    seen = as_seen(kind, ctx.principal)
    return {
        "kind": seen,
        "shown": presentation_of(seen),
        "show": Show(everybody),
        "record": record,
        "base": shell.current().at(f"{kind.plural}/{record['id']}"),
        "action_words": action_words,
        "acts": acts_of(ctx.principal),
        "may_edit": may_edit,
        "may_share": may_share(service_of(kind.name, ctx.uow, ctx.principal), row),
        "may_delete": reaches(ctx.principal, kind.name, "delete", row),
        "may_attach": reaches(ctx.principal, kind.name, "comment", row),
        "may_transfer": ctx.principal.may(f"{kind.name}:transfer") or kind.name == "task",
        "me": ctx.principal.member_id,
    }


async def _around(ctx: Ctx, kind: RecordType, row: Row, context: dict[str, Any]) -> dict[str, Any]:
    record, everybody = context["record"], context["show"].people
    me = ctx.principal
    asked = asking_shares(me, record["id"]), asking_files(me, record["id"]), asking_tags(me)
    told = await together(ctx.uow, *asked)
    shares = msgspec.convert(told[0], list[ShareView])
    return {
        "viewers": await viewers(ctx.uow, ctx.principal, kind, row, everybody, shares),
        "shares": shares,
        "shared": {share.member_id for share in shares if share.through is None},
        "share_levels": LEVEL_WORDS,
        "files": msgspec.convert(told[1], list[FileView]),
        "tags": msgspec.convert(told[2], list[Tagged]),
        "related": await pointing_at(ctx.uow, ctx.principal, kind, record["id"]),
        "panels": await panels_of(ctx, kind, record),
    }
