"""The JSON API of checking in."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.activities.checkin.service import Standing, check_in
from crm.records.api import API, shown
from crm.records.schemas import view_shape
from kernel.http import Ctx, post


class CheckIn(msgspec.Struct, forbid_unknown_fields=True):
    """Where one stands, in degrees, and how exactly that is known, in metres."""

    latitude: float
    longitude: float
    accuracy: float = 0.0
    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""


@post(
    f"{API}/companies/{{record_id:uuid}}/checkins",
    needs="company:edit",
    operation_id="checkIn",
    tags=["Companies"],
    responses={201: ResponseSpec(view_shape("activity"), generate_examples=False)},
)
async def check_in_here(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[CheckIn]
) -> Response[bytes]:
    here = Standing(data.latitude, data.longitude, data.accuracy)
    return shown(await check_in(ctx.uow, ctx.principal, record_id, here, data.note), 201)


ROUTES = [check_in_here]
