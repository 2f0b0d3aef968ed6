"""The JSON API of imports: send a file, say what its columns mean, look, run, mend."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from crm.records.api import API, Limit, answer
from crm.records.beside.api import Cursor
from crm.records.beside.api_files import CEILING, UploadOperation, uploaded
from crm.records.beside.store import Store
from crm.records.importing.faults import fault_file
from crm.records.importing.mapping import MappingEdit
from crm.records.importing.service import cancel, choose, kind_called, send, start
from crm.records.importing.shown import (
    ImportPage,
    ImportView,
    LineView,
    import_of,
    imports,
    lines_of,
)
from kernel.http import MEMBER, Ctx, get, patch, post

ONE = ResponseSpec(ImportView, generate_examples=False)
AT = f"{API}/imports/{{import_id:uuid}}"
TAGS = ["Imports"]
# What reads or writes a whole file counts as so many calls.
COST = 20
Words = Annotated[str, QueryParameter(max_length=80)]


@post(
    f"{API}/imports",
    needs=MEMBER,
    cost=COST,
    operation_id="sendImport",
    tags=TAGS,
    responses={201: ONE},
    request_max_body_size=CEILING,
    operation_class=UploadOperation,
)
async def send_import(
    ctx: Ctx, workspace: FromPath[str], type: Words = "contacts"
) -> Response[bytes]:
    kind = kind_called(type)
    file = await uploaded(ctx.request, ctx.settings)
    store = Store(ctx.settings)
    return answer(await send(ctx.uow, ctx.principal, store, kind, file.filename, file), 201)


@get(
    f"{API}/imports",
    needs=MEMBER,
    operation_id="listImports",
    tags=TAGS,
    responses={200: ResponseSpec(ImportPage, generate_examples=False)},
)
async def list_imports(
    ctx: Ctx, workspace: FromPath[str], limit: Limit = 50, after: Cursor = ""
) -> Response[bytes]:
    return answer(await imports(ctx.uow, ctx.principal, limit=limit, after=after))


@get(AT, needs=MEMBER, operation_id="getImport", tags=TAGS, responses={200: ONE})
async def get_import(
    ctx: Ctx, workspace: FromPath[str], import_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await import_of(ctx.uow, ctx.principal, import_id))


@patch(AT, needs=MEMBER, cost=COST, operation_id="mapImport", tags=TAGS, responses={200: ONE})
async def map_import(
    ctx: Ctx, workspace: FromPath[str], import_id: FromPath[UUID], data: JSONBody[MappingEdit]
) -> Response[bytes]:
    store = Store(ctx.settings)
    return answer(await choose(ctx.uow, ctx.principal, store, import_id, data))


@post(
    f"{AT}/dry-run",
    needs=MEMBER,
    cost=COST,
    operation_id="checkImport",
    tags=TAGS,
    status_code=200,
    responses={200: ONE},
)
async def check_import(
    ctx: Ctx, workspace: FromPath[str], import_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await start(ctx.uow, ctx.principal, import_id, dry=True))


@post(
    f"{AT}/run",
    needs=MEMBER,
    cost=COST,
    operation_id="runImport",
    tags=TAGS,
    status_code=200,
    responses={200: ONE},
)
async def run_import(
    ctx: Ctx, workspace: FromPath[str], import_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await start(ctx.uow, ctx.principal, import_id, dry=False))


@post(
    f"{AT}/cancellation",
    needs=MEMBER,
    operation_id="cancelImport",
    tags=TAGS,
    status_code=200,
    responses={200: ONE},
)
async def cancel_import(
    ctx: Ctx, workspace: FromPath[str], import_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await cancel(ctx.uow, ctx.principal, import_id))


@get(
    f"{AT}/lines",
    needs=MEMBER,
    operation_id="linesOfImport",
    tags=TAGS,
    responses={200: ResponseSpec(dict[str, list[LineView]], generate_examples=False)},
)
async def import_lines(
    ctx: Ctx, workspace: FromPath[str], import_id: FromPath[UUID], outcome: Words = ""
) -> Response[bytes]:
    wanted = [outcome] if outcome else ["created", "updated", "unchanged", "skipped", "error"]
    return answer({"items": await lines_of(ctx.uow, ctx.principal, import_id, wanted, 200)})


@get(
    f"{AT}/errors",
    needs=MEMBER,
    cost=COST,
    operation_id="errorsOfImport",
    tags=TAGS,
    media_type="text/csv",
)
async def import_errors(ctx: Ctx, workspace: FromPath[str], import_id: FromPath[UUID]) -> Stream:
    return await sent_faults(ctx, import_id)


async def sent_faults(ctx: Ctx, import_id: UUID) -> Stream:
    """The lines that did not get in, to be saved."""
    shown = await import_of(ctx.uow, ctx.principal, import_id)
    return Stream(
        fault_file(ctx.database, ctx.principal, shown),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="errors-{shown.id}.csv"'},
    )


ROUTES = [
    send_import,
    list_imports,
    get_import,
    map_import,
    check_import,
    run_import,
    cancel_import,
    import_lines,
    import_errors,
]
