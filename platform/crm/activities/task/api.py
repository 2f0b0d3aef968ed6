"""The JSON API of a task's life: done, not needed, later."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.activities.task.service import Tasks
from crm.records.api import API, shown
from crm.records.schemas import view_shape
from kernel.http import Ctx, delete, post

_ONE = ResponseSpec(view_shape("task"), generate_examples=False)
_TASK = f"{API}/tasks/{{record_id:uuid}}"


class Closing(msgspec.Struct, forbid_unknown_fields=True):
    """What came of it, in one line."""

    result: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class Snooze(msgspec.Struct, forbid_unknown_fields=True):
    """Remind again then."""

    until: datetime


@post(
    f"{_TASK}/completion",
    needs="task:edit",
    operation_id="completeTask",
    tags=["Tasks"],
    status_code=200,
    responses={200: _ONE},
)
async def complete(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    data: JSONBody[Closing | None] = None,
) -> Response[bytes]:
    result = data.result if data is not None else ""
    return shown(await Tasks(ctx.uow, ctx.principal).close(record_id, "done", result))


@delete(
    f"{_TASK}/completion",
    needs="task:edit",
    operation_id="reopenTask",
    tags=["Tasks"],
    status_code=200,
    responses={200: _ONE},
)
async def reopen(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    return shown(await Tasks(ctx.uow, ctx.principal).reopen(record_id))


@post(
    f"{_TASK}/cancellation",
    needs="task:edit",
    operation_id="cancelTask",
    tags=["Tasks"],
    status_code=200,
    responses={200: _ONE},
)
async def cancel(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    data: JSONBody[Closing | None] = None,
) -> Response[bytes]:
    result = data.result if data is not None else ""
    return shown(await Tasks(ctx.uow, ctx.principal).close(record_id, "cancelled", result))


@post(
    f"{_TASK}/snooze",
    needs="task:edit",
    operation_id="snoozeTask",
    tags=["Tasks"],
    status_code=200,
    responses={200: _ONE},
)
async def snooze(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    data: JSONBody[Snooze],
) -> Response[bytes]:
    return shown(await Tasks(ctx.uow, ctx.principal).snooze(record_id, data.until))


ROUTES = [complete, reopen, cancel, snooze]
