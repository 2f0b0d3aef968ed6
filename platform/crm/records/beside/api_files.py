"""The JSON API of a record's files: sent as a form, fetched as a download."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath
from litestar.response import Stream

from crm.records.api import API, answer
from crm.records.beside.files import FileView, attach, bin_file, file_of, files_of, unbin_file
from crm.records.beside.store import Store
from crm.records.service import Records, service_of
from crm.records.types import RecordType
from kernel.errors import Invalid, NotFound, TooLarge
from kernel.http import Ctx, delete, get, post
from kernel.i18n import _
from kernel.settings import Settings

# The framework's ceiling for these routes; the operator's own limit is checked while writing.
CEILING: Final = 512 * 1024 * 1024
ENVELOPE: Final = 65_536


@dataclass
class UploadOperation(Operation):
    """Says in the API's description what the form holds, for it is read by hand."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, content_media_type="application/octet-stream")
        form = Schema(type=OpenAPIType.OBJECT, properties={"file": file}, required=["file"])
        self.request_body = RequestBody(
            content={"multipart/form-data": OpenAPIMediaType(schema=form)}, required=True
        )


def file_api(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type."""
    return [*_reading(kind), *_writing(kind)]


def _reading(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    path = f"{API}/{kind.plural}/{{record_id:uuid}}/attachments"

    @get(
        path,
        needs=f"{name}:see",
        operation_id=f"listFilesOf{camel}",
        tags=tags,
        responses={200: ResponseSpec(dict[str, list[FileView]], generate_examples=False)},
    )
    async def list_files(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        await service_of(name, ctx.uow, ctx.principal).get(record_id)
        return answer({"items": await files_of(ctx.uow, ctx.principal, record_id)})

    @get(
        f"{path}/{{file_id:uuid}}",
        needs=f"{name}:see",
        operation_id=f"getFileOf{camel}",
        tags=tags,
        media_type="application/octet-stream",
    )
    async def download(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Stream:
        return await sent_file(ctx, service_of(name, ctx.uow, ctx.principal), record_id, file_id)

    return [list_files, download]


def _writing(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    path = f"{API}/{kind.plural}/{{record_id:uuid}}/attachments"
    one = ResponseSpec(FileView, generate_examples=False)

    @post(
        path,
        needs=f"{name}:edit",
        operation_id=f"addFileTo{camel}",
        tags=tags,
        responses={201: one},
        request_max_body_size=CEILING,
        operation_class=UploadOperation,
    )
    async def upload(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        records = service_of(name, ctx.uow, ctx.principal)
        await records.get(record_id)
        file = await uploaded(ctx.request, ctx.settings)
        return answer(
            await attach(records, Store(ctx.settings), record_id, file.filename, file), 201
        )

    @delete(
        f"{path}/{{file_id:uuid}}",
        needs=f"{name}:edit",
        operation_id=f"deleteFileOf{camel}",
        tags=tags,
    )
    async def delete_file(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> None:
        await bin_file(service_of(name, ctx.uow, ctx.principal), record_id, file_id)

    @post(
        f"{path}/{{file_id:uuid}}/restoration",
        needs=f"{name}:edit",
        operation_id=f"restoreFileOf{camel}",
        tags=tags,
        status_code=200,
        responses={200: one},
    )
    async def restore_file(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[bytes]:
        await unbin_file(service_of(name, ctx.uow, ctx.principal), record_id, file_id)
        return answer(await file_of(ctx.uow, ctx.principal, record_id, file_id))

    return [upload, delete_file, restore_file]


async def uploaded(request: Request[Any, Any, Any], settings: Settings) -> UploadFile:
    """The one file of a form; large ones lie on disk while they are read."""
    if (request.content_length or 0) > settings.max_file_bytes + ENVELOPE:
        raise TooLarge(
            _("A file may have at most %(most)s MB."), most=settings.max_file_bytes // 2**20
        )
    if request.content_type[0] != "multipart/form-data":
        raise Invalid(fields={"file": _("Send the file as multipart/form-data.")})
    found = [v for _name, v in (await request.form()).multi_items() if isinstance(v, UploadFile)]
    if len(found) != 1:
        raise Invalid(fields={"file": _("Choose one file.")})
    return found[0]


async def sent_file(ctx: Ctx, records: Records, record_id: UUID, file_id: UUID) -> Stream:
    """The bytes, to be saved and never shown in our name."""
    await records.get(record_id)
    return saved(ctx, await file_of(ctx.uow, ctx.principal, record_id, file_id))


def saved(ctx: Ctx, file: FileView) -> Stream:
    """The bytes of a file that was found to be in sight."""
    store, tenant = Store(ctx.settings), ctx.principal.tenant_id
    if not store.has(tenant, file.id):
        raise NotFound
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in file.name)
    return Stream(
        store.pieces(tenant, file.id),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": (
                f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
            ),
            "Content-Length": str(file.size),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
