"""The JSON API of forgotten customers."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter

from crm.activities.calendar.reading import demand_member
from crm.activities.forgotten.service import Bucket, buckets, forgettable_type, forgotten
from crm.records.api import API, Limit, answer
from crm.records.listing import DEFAULT_LIMIT
from crm.records.schemas import TotalView
from kernel.http import MEMBER, Ctx, get

TAGS = ["Forgotten customers"]
Type = Annotated[str, QueryParameter(name="type", max_length=40)]
Whose = Annotated[UUID | None, QueryParameter(description="Only this member's.")]


class ForgottenBuckets(msgspec.Struct):
    """Per bucket how many there are."""

    items: list[Bucket]


@get(f"{API}/forgotten", needs=MEMBER, operation_id="forgottenBuckets", tags=TAGS)
async def forgotten_buckets(
    ctx: Ctx, workspace: FromPath[str], type_: Type = "company", owner_id: Whose = None
) -> ForgottenBuckets:
    kind = forgettable_type(type_, ctx.principal)
    if owner_id is not None:
        await demand_member(ctx.uow, ctx.principal, owner_id)
    return ForgottenBuckets(await buckets(ctx.uow, ctx.principal, kind, owner_id))


class ForgottenPage(msgspec.Struct):
    """A page of records as their own lists have them."""

    items: list[dict[str, Any]]
    next: str | None
    total: TotalView


@get(
    f"{API}/forgotten/records",
    needs=MEMBER,
    operation_id="forgottenRecords",
    tags=TAGS,
    responses={200: ResponseSpec(ForgottenPage, generate_examples=False)},
)
async def forgotten_records(
    ctx: Ctx,
    workspace: FromPath[str],
    days: Annotated[int, QueryParameter(description="The bucket: 7, 15, 30 or 90.")] = 30,
    type_: Type = "company",
    owner_id: Whose = None,
    limit: Limit = DEFAULT_LIMIT,
    after: Annotated[str, QueryParameter(max_length=2_000)] = "",
) -> Response[bytes]:
    """Those of one bucket, the longest forgotten first."""
    kind = forgettable_type(type_, ctx.principal)
    if owner_id is not None:
        await demand_member(ctx.uow, ctx.principal, owner_id)
    return answer(
        await forgotten(
            ctx.uow, ctx.principal, kind, days, owner_id=owner_id, after=after, limit=limit
        )
    )


ROUTES = [forgotten_buckets, forgotten_records]
