"""Merging on pages: two records side by side, the choice of each value, and the way back."""

from typing import get_args
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.records.duplicates.choosing import Choices, Side, chosen_fields
from crm.records.duplicates.merged import merged_into
from crm.records.duplicates.merging import merge, merge_preview
from crm.records.duplicates.suspects import suspects
from crm.records.duplicates.unmerging import unmerge
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.list import Short
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.showing import Show
from crm.records.people import people
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES = "crm/records/duplicates/templates"


# Nothing yet: it comes after the page, which is long enough in coming.
add_panel(
    Panel(
        name="duplicates",
        place="side",
        template=f"{TEMPLATES}/panel_place.html",
        applies=lambda kind: kind.matched_by is not None,
    )
)


def merge_pages(kind: RecordType) -> list[HTTPRouteHandler]:
    """The comparison, the merge and the separation."""
    name = kind.name
    one = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}"

    @get(f"{one}/duplicates", needs=f"{name}:see", include_in_schema=False)
    async def panel(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """What it may be the same as, and what was merged into it."""
        await service_of(name, ctx.uow, ctx.principal).get(record_id)
        return fragment(
            f"{TEMPLATES}/panel.html",
            kind=kind,
            base=shell.current().at(f"{kind.plural}/{record_id}"),
            merged=await merged_into(ctx.uow, ctx.principal, kind, record_id),
            suspects=await suspects(ctx.uow, ctx.principal, kind, record_id),
        )

    @get(f"{one}/merge", needs=f"{name}:delete", include_in_schema=False)
    async def compare_page(ctx: Ctx, record_id: FromPath[UUID], keep: Short = "") -> Response[str]:
        """Both side by side; `keep=other` swaps which one stays."""
        found = ids(ctx.request.query_params.getall("with", []))
        if not found:
            raise Invalid(_("Choose the record to merge with."))
        kept_id, other_id = (found[0], record_id) if keep == "other" else (record_id, found[0])
        service = service_of(name, ctx.uow, ctx.principal)
        fields = await merge_preview(service, kept_id, other_id)
        return page(
            f"{TEMPLATES}/merge.html",
            kind=service.seen,
            fields=fields,
            kept=await service.get(kept_id),
            other=await service.get(other_id),
            show=Show(await people(ctx.uow)),
        )

    @post(f"{one}/merges", needs=f"{name}:delete", include_in_schema=False)
    async def merge_records(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """One record now; the toast separates them again."""
        data = await sent(ctx.request)
        other = ids([data.get("with")])
        if not other:
            raise Invalid(_("Choose the record to merge with."))
        service = service_of(name, ctx.uow, ctx.principal)
        record = await merge(service, record_id, other[0], _choices(service.seen, data))
        here = shell.current().at(f"{kind.plural}/{record_id}")
        text = _("Merged into %(name)s.") % {"name": record["title"][:80]}
        return redirect(here, toast=Toast(text, undo=f"{here}/merges/{other[0]}/separation"))

    @post(
        f"{one}/merges/{{merged_id:uuid}}/separation",
        needs=f"{name}:delete",
        include_in_schema=False,
    )
    async def separate(
        ctx: Ctx, record_id: FromPath[UUID], merged_id: FromPath[UUID]
    ) -> Response[str]:
        """Two records again."""
        service = service_of(name, ctx.uow, ctx.principal)
        back = await unmerge(service, record_id, merged_id)
        text = _("%(name)s is a record of its own again.") % {"name": back["title"][:80]}
        return redirect(shell.current().at(f"{kind.plural}/{merged_id}"), toast=Toast(text))

    return [panel, compare_page, merge_records, separate]


def _choices(kind: RecordType, data: Sent) -> Choices:
    said = {field: data.get(f"side_{field}") for field in chosen_fields(kind)}
    return {field: side for field, side in said.items() if side in get_args(Side)}  # type: ignore[misc]
