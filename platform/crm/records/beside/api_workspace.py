"""The JSON API of what a workspace has once for all types: tags and the recycle bin."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, Limit, answer
from crm.records.beside.api import Cursor
from crm.records.beside.tags import Tagged, all_tags, drop_tag, make_tag
from crm.records.beside.trash import Bin, recycle_bin
from kernel.http import MEMBER, Ctx, delete, get, post


class NewTag(msgspec.Struct, forbid_unknown_fields=True):
    """A word, and one of grey, blue, teal, green, amber, red."""

    name: Annotated[str, msgspec.Meta(max_length=200)]
    color: Annotated[str, msgspec.Meta(max_length=20)] = "grey"


@get(
    f"{API}/tags",
    needs="tag:see",
    operation_id="listTags",
    tags=["Tags"],
    responses={200: ResponseSpec(dict[str, list[Tagged]], generate_examples=False)},
)
async def list_tags(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer({"items": await all_tags(ctx.uow, ctx.principal)})


@post(
    f"{API}/tags",
    needs="tag:create",
    operation_id="createTag",
    tags=["Tags"],
    responses={201: ResponseSpec(Tagged, generate_examples=False)},
)
async def create_tag(ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewTag]) -> Response[bytes]:
    return answer(await make_tag(ctx.uow, ctx.principal, data.name, data.color), 201)


@delete(
    f"{API}/tags/{{tag_id:uuid}}",
    needs="settings:workspace",
    operation_id="deleteTag",
    tags=["Tags"],
)
async def delete_tag(ctx: Ctx, workspace: FromPath[str], tag_id: FromPath[UUID]) -> None:
    await drop_tag(ctx.uow, ctx.principal, tag_id)


@get(
    f"{API}/trash",
    needs=MEMBER,
    operation_id="listTrash",
    tags=["Trash"],
    responses={200: ResponseSpec(Bin, generate_examples=False)},
)
async def list_trash(
    ctx: Ctx, workspace: FromPath[str], limit: Limit = 50, after: Cursor = ""
) -> Response[bytes]:
    days = ctx.settings.trash_days
    return answer(await recycle_bin(ctx.uow, ctx.principal, days=days, limit=limit, after=after))


ROUTES = [list_tags, create_tag, delete_tag, list_trash]
