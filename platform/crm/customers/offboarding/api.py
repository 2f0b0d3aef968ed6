"""The JSON API of a member's leaving."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.customers.offboarding.service import Leaving, call_off, offboard, preview
from crm.records.api import API
from kernel.http import Ctx, delete, get, post

_AT = f"{API}/members/{{member_id:uuid}}/offboarding"
_NEEDS = "settings:people"
_ONE = ResponseSpec(Leaving, generate_examples=False)


class Departure(msgspec.Struct, forbid_unknown_fields=True):
    """Who gets the records (the asker, if nobody is named), and the pool that gets companies."""

    owner_id: UUID | None = None
    pool_id: UUID | None = None
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


@get(
    _AT,
    needs=_NEEDS,
    operation_id="previewOffboarding",
    tags=["Offboarding"],
)
async def get_offboarding(ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]) -> Leaving:
    return await preview(ctx.uow, member_id)


@post(_AT, needs=_NEEDS, operation_id="offboardMember", tags=["Offboarding"])
async def offboard_member(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID], data: JSONBody[Departure]
) -> Leaving:
    said = msgspec.structs.asdict(data)
    return await offboard(ctx.uow, ctx.principal, member_id, **said)


@delete(
    _AT,
    needs=_NEEDS,
    operation_id="callOffOffboarding",
    tags=["Offboarding"],
    status_code=200,
)
async def call_off_offboarding(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]
) -> Leaving:
    return await call_off(ctx.uow, ctx.principal, member_id)


ROUTES = [get_offboarding, offboard_member, call_off_offboarding]
