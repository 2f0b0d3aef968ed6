"""Tags and files on a record's page: each a small form, each with its way back."""

from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response, Stream

from crm.records.beside.api_files import CEILING, sent_file, uploaded
from crm.records.beside.files import attach, bin_file, unbin_file
from crm.records.beside.store import Store
from crm.records.beside.tags import put_tag, tag_by_id, tag_called, take_tag
from crm.records.pages.forms import sent
from crm.records.pages.sharing import sharing_routes
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import redirect
from web.toasts import Toast


def beside_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type."""
    return [*_tags(kind), *_files(kind), *sharing_routes(kind)]


def _tags(kind: RecordType) -> list[HTTPRouteHandler]:
    name = kind.name
    one = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}/tags"

    @post(one, needs=f"{name}:edit", include_in_schema=False)
    async def add_tag(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """Put a tag on it, by name; a new word becomes a new tag."""
        data = await sent(ctx.request)
        records = service_of(name, ctx.uow, ctx.principal)
        tag = await tag_called(ctx.uow, ctx.principal, data.get("tag"))
        await put_tag(records, record_id, tag)
        return redirect(_home(kind, record_id))

    @post(f"{one}/{{tag_id:uuid}}/removal", needs=f"{name}:edit", include_in_schema=False)
    async def remove_tag(
        ctx: Ctx, record_id: FromPath[UUID], tag_id: FromPath[UUID]
    ) -> Response[str]:
        """Take it off."""
        tag = await tag_by_id(ctx.uow, ctx.principal, tag_id)
        await take_tag(service_of(name, ctx.uow, ctx.principal), record_id, tag)
        undo = f"{_home(kind, record_id)}/tags/{tag_id}/return"
        return redirect(_home(kind, record_id), toast=Toast(_("Tag removed."), undo=undo))

    @post(f"{one}/{{tag_id:uuid}}/return", needs=f"{name}:edit", include_in_schema=False)
    async def return_tag(
        ctx: Ctx, record_id: FromPath[UUID], tag_id: FromPath[UUID]
    ) -> Response[str]:
        """Put it back."""
        tag = await tag_by_id(ctx.uow, ctx.principal, tag_id)
        await put_tag(service_of(name, ctx.uow, ctx.principal), record_id, tag)
        return redirect(_home(kind, record_id))

    return [add_tag, remove_tag, return_tag]


def _files(kind: RecordType) -> list[HTTPRouteHandler]:
    name = kind.name
    one = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}/files"

    @post(one, needs=f"{name}:edit", include_in_schema=False, request_max_body_size=CEILING)
    async def add_file(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """Keep a file beside the record."""
        records = service_of(name, ctx.uow, ctx.principal)
        await records.get(record_id)
        file = await uploaded(ctx.request, ctx.settings)
        kept = await attach(records, Store(ctx.settings), record_id, file.filename, file)
        text = _("%(name)s added.") % {"name": kept.name[:80]}
        return redirect(_home(kind, record_id), toast=Toast(text))

    @get(f"{one}/{{file_id:uuid}}", needs=f"{name}:see", include_in_schema=False)
    async def download(ctx: Ctx, record_id: FromPath[UUID], file_id: FromPath[UUID]) -> Stream:
        """Save it."""
        return await sent_file(ctx, service_of(name, ctx.uow, ctx.principal), record_id, file_id)

    @post(f"{one}/{{file_id:uuid}}/deletion", needs=f"{name}:edit", include_in_schema=False)
    async def delete_file(
        ctx: Ctx, record_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[str]:
        """Into the bin, with a toast that takes it back."""
        records = service_of(name, ctx.uow, ctx.principal)
        gone = await bin_file(records, record_id, file_id)
        text = _("%(name)s is in the recycle bin.") % {"name": gone[:80]}
        undo = f"{_home(kind, record_id)}/files/{file_id}/restoration"
        return redirect(_home(kind, record_id), toast=Toast(text, undo=undo))

    @post(f"{one}/{{file_id:uuid}}/restoration", needs=f"{name}:edit", include_in_schema=False)
    async def restore_file(
        ctx: Ctx, record_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[str]:
        """Out of the bin."""
        await unbin_file(service_of(name, ctx.uow, ctx.principal), record_id, file_id)
        return redirect(_home(kind, record_id), toast=Toast(_("The file is back.")))

    return [add_file, download, delete_file, restore_file]


def _home(kind: RecordType, record_id: UUID) -> str:
    return shell.current().at(f"{kind.plural}/{record_id}")
