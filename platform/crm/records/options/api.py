"""The workspace's lists for programs."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, answer
from crm.records.options import service
from crm.records.options.service import Words
from kernel.http import MEMBER, Ctx, delete, get, patch, post

NEEDS = "settings:workspace"
TAGS = ["Lists"]
Text = Annotated[str, msgspec.Meta(max_length=200)]


class ListName(msgspec.Struct, forbid_unknown_fields=True):
    """A list by its name."""

    list: Text


class NewOption(msgspec.Struct, forbid_unknown_fields=True):
    """A word of a list; `label` is in your language, `labels` by language (en, zh_CN)."""

    list: Text
    label: Text
    labels: dict[str, Text] | None = None
    color: Text = "grey"


class OptionEdit(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What is left out stays; `move` steps down the list, negative ones up."""

    label: Text | None = None
    labels: dict[str, Text] | None = None
    color: Text | None = None
    move: Annotated[int, msgspec.Meta(ge=-200, le=200)] = 0


@get(
    f"{API}/lists",
    needs=MEMBER,
    operation_id="listLists",
    tags=TAGS,
    responses={200: ResponseSpec(dict[str, list[Words]], generate_examples=False)},
)
async def list_lists(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer({"items": await service.lists(ctx.uow, ctx.principal)})


@post(
    f"{API}/lists",
    needs=NEEDS,
    operation_id="keepList",
    tags=TAGS,
    responses={201: ResponseSpec(Words, generate_examples=False)},
)
async def keep_list(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[ListName]
) -> Response[bytes]:
    """The workspace keeps a list of its own, beginning with the words that we deliver."""
    await service.adopt(ctx.uow, ctx.principal, data.list)
    return answer(await service.list_called(ctx.uow, ctx.principal, data.list), 201)


@post(
    f"{API}/options",
    needs=NEEDS,
    operation_id="createOption",
    tags=TAGS,
    responses={201: ResponseSpec(dict[str, UUID], generate_examples=False)},
)
async def create_option(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewOption]
) -> Response[bytes]:
    made = await service.add(ctx.uow, ctx.principal, data.list, data.label, data.labels, data.color)
    return answer({"id": made}, 201)


@patch(
    f"{API}/options/{{option_id:uuid}}",
    needs=NEEDS,
    operation_id="editOption",
    tags=TAGS,
    responses={200: ResponseSpec(dict[str, UUID], generate_examples=False)},
)
async def edit_option(
    ctx: Ctx, workspace: FromPath[str], option_id: FromPath[UUID], data: JSONBody[OptionEdit]
) -> Response[bytes]:
    wishes = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not None}
    await service.change(ctx.uow, ctx.principal, option_id, wishes)
    if data.move:
        await service.move(ctx.uow, ctx.principal, option_id, data.move)
    return answer({"id": option_id})


@post(
    f"{API}/options/{{option_id:uuid}}/archival",
    needs=NEEDS,
    operation_id="archiveOption",
    tags=TAGS,
    status_code=204,
)
async def archive_option(ctx: Ctx, workspace: FromPath[str], option_id: FromPath[UUID]) -> None:
    await service.archive(ctx.uow, ctx.principal, option_id)


@delete(
    f"{API}/options/{{option_id:uuid}}/archival",
    needs=NEEDS,
    operation_id="unarchiveOption",
    tags=TAGS,
)
async def unarchive_option(ctx: Ctx, workspace: FromPath[str], option_id: FromPath[UUID]) -> None:
    await service.archive(ctx.uow, ctx.principal, option_id, gone=False)


ROUTES = [list_lists, keep_list, create_option, edit_option, archive_option, unarchive_option]
