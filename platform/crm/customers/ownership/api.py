"""The JSON API of owner history."""

from uuid import UUID

import msgspec
from litestar.params import FromPath

from crm.customers.ownership.service import Span, spans_of
from crm.records.api import API
from crm.records.service import service_of
from kernel.http import Ctx, get


class Spans(msgspec.Struct):
    """The owners of a record, the present one first."""

    items: list[Span]


@get(
    f"{API}/companies/{{record_id:uuid}}/owners",
    needs="company:see",
    operation_id="ownersOfCompany",
    tags=["Ownership"],
)
async def owners(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Spans:
    await service_of("company", ctx.uow, ctx.principal).get(record_id)
    return Spans(await spans_of(ctx.uow, ctx.principal, record_id))


ROUTES = [owners]
