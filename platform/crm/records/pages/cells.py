"""Changing one value in place: the pencil opens a small form, saving puts the value back."""

from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.records.beside.history import last_event
from crm.records.pages.editing import attempt
from crm.records.pages.forms import Form, ids, sent
from crm.records.pages.list import TEMPLATES, Short
from crm.records.pages.picking import candidates
from crm.records.pages.showing import Show
from crm.records.people import people
from crm.records.reading import View
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.errors import NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import fragment
from web.toasts import Toast


def cell_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """Open, cancel, save."""
    name = kind.name
    path = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}/cells/{{field:str}}"

    @get(path, needs=f"{name}:edit", include_in_schema=False)
    async def open_cell(
        ctx: Ctx, record_id: FromPath[UUID], field: FromPath[str], shown: Short = ""
    ) -> Response[str]:
        """The small form, or with `?shown=1` the value again."""
        service = service_of(name, ctx.uow, ctx.principal)
        seen = service.seen
        _demand(seen, field)
        if shown:
            return await _value(ctx, seen, await service.get(record_id), field)
        record = await service.editable(record_id)
        return await _form(ctx, seen, record, Form(seen, [field]).fill(record), field)

    @post(path, needs=f"{name}:edit", include_in_schema=False)
    async def save_cell(ctx: Ctx, record_id: FromPath[UUID], field: FromPath[str]) -> Response[str]:
        """Save the one value, unless the record was changed meanwhile."""
        service = service_of(name, ctx.uow, ctx.principal)
        seen = service.seen
        _demand(seen, field)
        form = Form(seen, [field]).take(await sent(ctx.request))

        async def save() -> View:
            return await service.edit(record_id, form.values(), form.version)

        record = await attempt(ctx, form, save)
        if record is not None:
            if record["version"] == form.version:
                return await _value(ctx, seen, record, field)
            made = await last_event(ctx.uow, ctx.principal, record_id)
            undo = f"{kind.plural}/{record_id}/history/{made}/restoration?back=1&field={field}"
            toast = Toast(_("Saved."), undo=shell.current().at(undo))
            return await _value(ctx, seen, record, field, toast=toast)
        record = await service.get(record_id)
        if form.alert:
            form.alert = _("Changed meanwhile. Save again to overwrite.")
        form.version = record["version"]
        return await _form(ctx, seen, record, form, field, status_code=422)

    return [open_cell, save_cell]


def _demand(kind: RecordType, field: str) -> None:
    known = field in kind.relations or field in kind.fields
    if not known or not kind.is_editable(field):
        raise NotFound


async def _value(
    ctx: Ctx, kind: RecordType, record: View, field: str, toast: Toast | None = None
) -> Response[str]:
    return fragment(
        f"{TEMPLATES}/cell.html",
        kind=kind,
        record=record,
        field=field,
        show=Show(await people(ctx.uow)),
        toast=toast,
    )


async def _form(
    ctx: Ctx, kind: RecordType, record: View, form: Form, field: str, status_code: int = 200
) -> Response[str]:
    found: dict[str, list[dict[str, Any]]] = {}
    if kind.target_of(field) is not None:
        found[field] = await candidates(
            ctx.uow, ctx.principal, kind, field, chosen=ids(form.raw[field])
        )
    return fragment(
        f"{TEMPLATES}/cell_form.html",
        kind=kind,
        record=record,
        form=form,
        field=field,
        found=found,
        people=await people(ctx.uow),
        may_transfer=ctx.principal.may(f"{kind.name}:transfer") or kind.name == "task",
        me=str(ctx.principal.member_id),
        base_currency=ctx.principal.currency,
        status_code=status_code,
    )
