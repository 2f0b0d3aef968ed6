"""The JSON API of pools and of what lies in them."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from crm.customers.pool import service, taking
from crm.customers.pool.looking import look
from crm.customers.pool.lying import LyingPage, lying
from crm.customers.pool.service import NewPool, PoolEdit, PoolView
from crm.customers.pool.standing import standing
from crm.records.api import API, Limit
from crm.records.beside.api import Cursor
from kernel.http import MEMBER, Ctx, delete, get, patch, post

_AT = f"{API}/pools"
_POOL = f"{_AT}/{{pool_id:uuid}}"
_TAGS = ["Pools"]
# Of whichever type the pool is for: as under its own address.
_ONE = ResponseSpec(dict[str, Any], generate_examples=False)


class PoolList(msgspec.Struct):
    """Those that one may take from or administers."""

    items: list[PoolView]


class Claim(msgspec.Struct, forbid_unknown_fields=True):
    """What is taken."""

    record_id: UUID


class Assignment(msgspec.Struct, forbid_unknown_fields=True):
    """What is given, and to whom."""

    record_id: UUID
    member_id: UUID


class Release(msgspec.Struct, forbid_unknown_fields=True):
    """What is given up, and why."""

    record_id: UUID
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Move(msgspec.Struct, forbid_unknown_fields=True):
    """What is moved, and where."""

    record_id: UUID
    pool_id: UUID


@get(
    _AT,
    needs=MEMBER,
    operation_id="listPools",
    tags=_TAGS,
)
async def list_pools(ctx: Ctx, workspace: FromPath[str]) -> PoolList:
    return PoolList(await service.pools(ctx.uow, ctx.principal))


@post(
    _AT,
    needs="settings:workspace",
    operation_id="createPool",
    tags=_TAGS,
)
async def create_pool(ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewPool]) -> PoolView:
    return await service.make(ctx.uow, ctx.principal, data)


@get(
    _POOL,
    needs=MEMBER,
    operation_id="getPool",
    tags=_TAGS,
)
async def get_pool(ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID]) -> PoolView:
    return await service.pool(ctx.uow, ctx.principal, pool_id)


@patch(
    _POOL,
    needs="settings:workspace",
    operation_id="editPool",
    tags=_TAGS,
)
async def edit_pool(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], data: JSONBody[PoolEdit]
) -> PoolView:
    return await service.edit(ctx.uow, ctx.principal, pool_id, data)


@get(
    f"{_POOL}/entries",
    needs=MEMBER,
    operation_id="listPoolEntries",
    tags=_TAGS,
)
async def list_entries(
    ctx: Ctx,
    workspace: FromPath[str],
    pool_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    limit: Limit = 50,
    after: Cursor = "",
) -> LyingPage:
    place = await standing(ctx.uow, ctx.principal, pool_id)
    return await lying(ctx.uow, ctx.principal, place, q=q, limit=limit, after=after)


@post(
    f"{_POOL}/claims",
    needs=MEMBER,
    operation_id="claimFromPool",
    tags=_TAGS,
)
async def claim(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], data: JSONBody[Claim]
) -> dict[str, Any]:
    return await taking.claim(ctx.uow, ctx.principal, pool_id, data.record_id)


@post(
    f"{_POOL}/looks",
    needs=MEMBER,
    operation_id="lookIntoPool",
    tags=_TAGS,
)
async def look_at(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], data: JSONBody[Claim]
) -> dict[str, Any]:
    """What the pool hides of a record; each member may look at so many a day."""
    return await look(ctx.uow, ctx.principal, pool_id, data.record_id)


@post(
    f"{_POOL}/assignments",
    needs=MEMBER,
    operation_id="assignFromPool",
    tags=_TAGS,
)
async def assign(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], data: JSONBody[Assignment]
) -> dict[str, Any]:
    given = (data.record_id, data.member_id)
    return await taking.assign(ctx.uow, ctx.principal, pool_id, *given)


@post(
    f"{_POOL}/releases",
    needs=MEMBER,
    operation_id="releaseIntoPool",
    tags=_TAGS,
    status_code=204,
)
async def release(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], data: JSONBody[Release]
) -> None:
    await taking.release(ctx.uow, ctx.principal, pool_id, data.record_id, data.reason)


@post(
    f"{_POOL}/moves",
    needs=MEMBER,
    operation_id="moveBetweenPools",
    tags=_TAGS,
    status_code=204,
)
async def move(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], data: JSONBody[Move]
) -> None:
    await taking.move(ctx.uow, ctx.principal, pool_id, data.record_id, data.pool_id)


@delete(
    f"{_POOL}/entries/{{record_id:uuid}}",
    needs=MEMBER,
    operation_id="discardFromPool",
    tags=_TAGS,
)
async def discard(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], record_id: FromPath[UUID]
) -> None:
    await taking.discard(ctx.uow, ctx.principal, pool_id, record_id)


ROUTES = [
    list_pools,
    create_pool,
    get_pool,
    edit_pool,
    list_entries,
    claim,
    look_at,
    assign,
    release,
    move,
    discard,
]
