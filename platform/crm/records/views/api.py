"""Saved views for programs."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from crm.records.api import API, answer
from crm.records.views import service
from crm.records.views.service import Saved
from kernel.http import MEMBER, Ctx, delete, get, patch, post, put

TAGS = ["Views"]
ONE = f"{API}/views/{{view_id:uuid}}"
Text = Annotated[str, msgspec.Meta(max_length=200)]
Columns = Annotated[list[Text], msgspec.Meta(max_length=100)]
Layout = Literal["list", "group", "calendar", "kanban"]
Sharing = Literal["mine", "team", "everyone"]


class NewView(msgspec.Struct, forbid_unknown_fields=True):
    """A list of a type; `filter` as lists take it, `by` the field of a group, calendar, kanban."""

    type: Text
    name: Text
    filter: dict[str, Any] | None = None
    sort: Text = ""
    columns: Columns | None = None
    layout: Layout = "list"
    by: Text = ""
    sharing: Sharing = "mine"


class ViewEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Text | None = None
    filter: dict[str, Any] | None = None
    sort: Text | None = None
    columns: Columns | None = None
    layout: Layout | None = None
    by: Text | None = None
    sharing: Sharing | None = None


SAVED = ResponseSpec(Saved, generate_examples=False)


@get(
    f"{API}/views",
    needs=MEMBER,
    operation_id="listViews",
    tags=TAGS,
    responses={200: ResponseSpec(dict[str, list[Saved]], generate_examples=False)},
)
async def list_views(
    ctx: Ctx,
    workspace: FromPath[str],
    type: Annotated[str, QueryParameter(max_length=80)] = "company",
) -> Response[bytes]:
    return answer({"items": await service.views(ctx.uow, ctx.principal, type)})


@post(f"{API}/views", needs=MEMBER, operation_id="createView", tags=TAGS, responses={201: SAVED})
async def create_view(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewView]
) -> Response[bytes]:
    made = await service.save(ctx.uow, ctx.principal, msgspec.structs.asdict(data))
    return answer(await service.view(ctx.uow, ctx.principal, made), 201)


@get(ONE, needs=MEMBER, operation_id="getView", tags=TAGS, responses={200: SAVED})
async def get_view(ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]) -> Response[bytes]:
    return answer(await service.view(ctx.uow, ctx.principal, view_id))


@patch(ONE, needs=MEMBER, operation_id="editView", tags=TAGS, responses={200: SAVED})
async def edit_view(
    ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID], data: JSONBody[ViewEdit]
) -> Response[bytes]:
    wishes = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not None}
    await service.change(ctx.uow, ctx.principal, view_id, wishes)
    return answer(await service.view(ctx.uow, ctx.principal, view_id))


@delete(ONE, needs=MEMBER, operation_id="deleteView", tags=TAGS)
async def delete_view(ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]) -> None:
    await service.delete(ctx.uow, ctx.principal, view_id)


@post(
    f"{ONE}/restoration",
    needs=MEMBER,
    operation_id="restoreView",
    tags=TAGS,
    status_code=200,
    responses={200: SAVED},
)
async def restore_view(
    ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await service.restore(ctx.uow, ctx.principal, view_id))


@post(f"{ONE}/copy", needs=MEMBER, operation_id="copyView", tags=TAGS, responses={201: SAVED})
async def copy_view(ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]) -> Response[bytes]:
    made = await service.copy(ctx.uow, ctx.principal, view_id)
    return answer(await service.view(ctx.uow, ctx.principal, made), 201)


@put(f"{ONE}/pin", needs=MEMBER, operation_id="pinView", tags=TAGS, status_code=204)
async def pin_view(ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]) -> None:
    await service.pin(ctx.uow, ctx.principal, view_id, pinned=True)


@delete(f"{ONE}/pin", needs=MEMBER, operation_id="unpinView", tags=TAGS)
async def unpin_view(ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]) -> None:
    await service.pin(ctx.uow, ctx.principal, view_id, pinned=False)


@put(f"{ONE}/default", needs=MEMBER, operation_id="beginWithView", tags=TAGS, status_code=204)
async def begin_with_view(ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]) -> None:
    """Your own list of that type opens with it."""
    await service.begin_with(ctx.uow, ctx.principal, view_id, yes=True)


@delete(f"{ONE}/default", needs=MEMBER, operation_id="beginWithoutView", tags=TAGS)
async def begin_without_view(ctx: Ctx, workspace: FromPath[str], view_id: FromPath[UUID]) -> None:
    await service.begin_with(ctx.uow, ctx.principal, view_id, yes=False)


ROUTES = [
    list_views,
    create_view,
    get_view,
    edit_view,
    delete_view,
    restore_view,
    copy_view,
    pin_view,
    unpin_view,
    begin_with_view,
    begin_without_view,
]
