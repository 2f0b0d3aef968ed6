"""The JSON API of a lead's life: qualified, given up, converted."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.customers.ownership.api import Spans
from crm.customers.ownership.service import spans_of
from crm.records.api import API, answer, shown
from crm.records.schemas import view_shape
from crm.sales.lead.conversion import Conversion, convert, unconvert
from crm.sales.lead.service import Leads
from kernel.http import Ctx, delete, get, post

_ONE = ResponseSpec(view_shape("lead"), generate_examples=False)
_LEAD = f"{API}/leads/{{record_id:uuid}}"
_SAME: dict[str, Any] = {
    "needs": "lead:edit",
    "tags": ["Leads"],
    "status_code": 200,
    "responses": {200: _ONE},
}


class GivenUp(msgspec.Struct, forbid_unknown_fields=True):
    """Why."""

    reason: Annotated[str, msgspec.Meta(max_length=100)]


@post(f"{_LEAD}/qualification", operation_id="qualifyLead", **_SAME)
async def qualify(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    return shown(await Leads(ctx.uow, ctx.principal).qualify(record_id))


@post(f"{_LEAD}/disqualification", operation_id="disqualifyLead", **_SAME)
async def disqualify(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[GivenUp]
) -> Response[bytes]:
    return shown(await Leads(ctx.uow, ctx.principal).disqualify(record_id, data.reason))


@post(f"{_LEAD}/recycling", operation_id="recycleLead", **_SAME)
async def recycle(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[GivenUp]
) -> Response[bytes]:
    return shown(await Leads(ctx.uow, ctx.principal).recycle(record_id, data.reason))


def _resuming(word: str, operation_id: str) -> HTTPRouteHandler:
    @delete(f"{_LEAD}/{word}", operation_id=operation_id, **_SAME)
    async def resume(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        return shown(await Leads(ctx.uow, ctx.principal).resume(record_id))

    return resume


@post(f"{_LEAD}/conversion", operation_id="convertLead", **_SAME)
async def convert_lead(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    data: JSONBody[Conversion | None] = None,
) -> Response[bytes]:
    leads = Leads(ctx.uow, ctx.principal)
    return shown(await convert(leads, record_id, data or Conversion()))


@delete(f"{_LEAD}/conversion", operation_id="unconvertLead", **_SAME)
async def unconvert_lead(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    return shown(await unconvert(Leads(ctx.uow, ctx.principal), record_id))


@get(
    f"{_LEAD}/owners",
    needs="lead:see",
    operation_id="ownersOfLead",
    tags=["Ownership"],
    responses={200: ResponseSpec(Spans, generate_examples=False)},
)
async def owners(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    await Leads(ctx.uow, ctx.principal).get(record_id)
    return answer(Spans(await spans_of(ctx.uow, ctx.principal, record_id)))


ROUTES = [
    owners,
    qualify,
    disqualify,
    recycle,
    _resuming("qualification", "unqualifyLead"),
    _resuming("disqualification", "undisqualifyLead"),
    _resuming("recycling", "unrecycleLead"),
    convert_lead,
    unconvert_lead,
]
