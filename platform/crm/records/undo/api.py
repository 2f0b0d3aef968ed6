"""The JSON API of batches: what was changed together, and taking it back."""

from uuid import UUID

from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath

from crm.records.api import API, Limit, answer
from crm.records.beside.api import Cursor
from crm.records.undo.service import Changes, ChangesPage, batch_of, batches, undo
from kernel.http import MEMBER, Ctx, get, post


@get(
    f"{API}/batches",
    needs=MEMBER,
    operation_id="listBatches",
    tags=["Batches"],
    responses={200: ResponseSpec(ChangesPage, generate_examples=False)},
)
async def list_batches(
    ctx: Ctx, workspace: FromPath[str], limit: Limit = 50, after: Cursor = ""
) -> Response[bytes]:
    return answer(await batches(ctx.uow, ctx.principal, limit=limit, after=after))


@get(
    f"{API}/batches/{{batch_id:uuid}}",
    needs=MEMBER,
    operation_id="getBatch",
    tags=["Batches"],
    responses={200: ResponseSpec(Changes, generate_examples=False)},
)
async def get_batch(
    ctx: Ctx, workspace: FromPath[str], batch_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await batch_of(ctx.uow, ctx.principal, batch_id))


@post(
    f"{API}/batches/{{batch_id:uuid}}/undoing",
    needs=MEMBER,
    operation_id="undoBatch",
    tags=["Batches"],
    status_code=200,
    responses={200: ResponseSpec(Changes, generate_examples=False)},
)
async def undo_batch(
    ctx: Ctx, workspace: FromPath[str], batch_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await undo(ctx.uow, ctx.principal, batch_id))


ROUTES = [list_batches, get_batch, undo_batch]
