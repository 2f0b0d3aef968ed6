"""The JSON API of segments."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from crm.customers.segment.growing import Size, growth
from crm.customers.segment.service import (
    Segment,
    archive,
    change,
    found_segment,
    segment,
    segments,
)
from crm.records.api import API, answer
from kernel.http import MEMBER, Ctx, delete, get, patch, post

_AT = f"{API}/segments"
_ONE = f"{_AT}/{{segment_id:uuid}}"
_TAGS = ["Segments"]
Name = Annotated[str, Meta(max_length=200)]


class SegmentNew(msgspec.Struct, forbid_unknown_fields=True):
    """`filter` as lists take it, {} for all; `parent_id` is the larger group."""

    record_type: Literal["company", "contact", "lead", "deal"]
    name: Name
    filter: dict[str, Any]
    parent_id: UUID | None = None


class SegmentEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    filter: dict[str, Any] | UnsetType = UNSET


class Segments(msgspec.Struct):
    """Those in use, groups before what lies in them."""

    items: list[Segment]


class Grown(msgspec.Struct):
    """A segment, and its size of each of the last 30 days."""

    segment: Segment
    growth: list[Size]


_RESPONSE = {200: ResponseSpec(Segment, generate_examples=False)}


@get(
    _AT,
    needs=MEMBER,
    operation_id="listSegments",
    tags=_TAGS,
)
async def list_segments(ctx: Ctx, workspace: FromPath[str]) -> Segments:
    return Segments(await segments(ctx.uow, ctx.principal))


@post(
    _AT,
    needs=MEMBER,
    operation_id="createSegment",
    tags=_TAGS,
)
async def create_segment(ctx: Ctx, workspace: FromPath[str], data: JSONBody[SegmentNew]) -> Segment:
    wishes = {**msgspec.structs.asdict(data), "type": data.record_type}
    return await found_segment(ctx.uow, ctx.principal, wishes)


@get(
    _ONE,
    needs=MEMBER,
    operation_id="getSegment",
    tags=_TAGS,
)
async def get_segment(ctx: Ctx, workspace: FromPath[str], segment_id: FromPath[UUID]) -> Grown:
    found = await segment(ctx.uow, ctx.principal, segment_id)
    grown = await growth(ctx.uow, ctx.principal, [found])
    return Grown(found, grown[segment_id])


@patch(_ONE, needs=MEMBER, operation_id="editSegment", tags=_TAGS, responses=_RESPONSE)
async def edit_segment(
    ctx: Ctx, workspace: FromPath[str], segment_id: FromPath[UUID], data: JSONBody[SegmentEdit]
) -> Response[bytes]:
    wishes = {n: v for n, v in msgspec.structs.asdict(data).items() if v is not UNSET}
    return answer(await change(ctx.uow, ctx.principal, segment_id, wishes))


@post(
    f"{_ONE}/archival",
    needs=MEMBER,
    operation_id="archiveSegment",
    tags=_TAGS,
    status_code=200,
    responses=_RESPONSE,
)
async def archive_segment(
    ctx: Ctx, workspace: FromPath[str], segment_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await archive(ctx.uow, ctx.principal, segment_id))


@delete(
    f"{_ONE}/archival",
    needs=MEMBER,
    operation_id="unarchiveSegment",
    tags=_TAGS,
    status_code=200,
    responses=_RESPONSE,
)
async def unarchive_segment(
    ctx: Ctx, workspace: FromPath[str], segment_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await archive(ctx.uow, ctx.principal, segment_id, gone=False))


ROUTES = [
    list_segments,
    create_segment,
    get_segment,
    edit_segment,
    archive_segment,
    unarchive_segment,
]
