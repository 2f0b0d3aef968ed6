"""The JSON API of exports of the whole workspace."""

from uuid import UUID

from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream

from crm.records.api import API, answer
from crm.records.exporting.sending import archived
from crm.records.exporting.service import ExportView, export_all, export_of, exports
from kernel.http import ALWAYS, Ctx, get, post

NEEDS = "settings:workspace"
TAGS = ["Exports"]
ONE = ResponseSpec(ExportView, generate_examples=False)


@post(
    f"{API}/exports",
    needs=NEEDS,
    opt=ALWAYS,
    operation_id="exportWorkspace",
    tags=TAGS,
    responses={201: ONE},
)
async def export_workspace(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer(await export_all(ctx.uow, ctx.principal), 201)


@get(
    f"{API}/exports",
    needs=NEEDS,
    opt=ALWAYS,
    operation_id="listExports",
    tags=TAGS,
    responses={200: ResponseSpec(dict[str, list[ExportView]], generate_examples=False)},
)
async def list_exports(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer({"items": await exports(ctx.uow, ctx.principal)})


@get(
    f"{API}/exports/{{export_id:uuid}}",
    needs=NEEDS,
    opt=ALWAYS,
    operation_id="getExport",
    tags=TAGS,
    responses={200: ONE},
)
async def get_export(
    ctx: Ctx, workspace: FromPath[str], export_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await export_of(ctx.uow, ctx.principal, export_id))


@get(
    f"{API}/exports/{{export_id:uuid}}/archive",
    needs=NEEDS,
    opt=ALWAYS,
    operation_id="archiveOfExport",
    tags=TAGS,
    media_type="application/zip",
)
async def export_archive(ctx: Ctx, workspace: FromPath[str], export_id: FromPath[UUID]) -> Stream:
    return await sent_archive(ctx, export_id)


async def sent_archive(ctx: Ctx, export_id: UUID) -> Stream:
    """The archive, to be saved."""
    shown = await export_of(ctx.uow, ctx.principal, export_id)
    name = f"{ctx.principal.slug}-{shown.created_at.date().isoformat()}.zip"
    return archived(ctx, shown.id, shown.state, shown.size, name)


ROUTES = [export_workspace, list_exports, get_export, export_archive]
