"""The workspace's own fields for programs."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, answer
from crm.records.shape import service
from crm.records.shape.service import FieldView, ValueKinds
from kernel.http import MEMBER, Ctx, delete, get, patch, post

NEEDS = "settings:workspace"
TAGS = ["Fields"]
Text = Annotated[str, msgspec.Meta(max_length=500)]


class NewField(msgspec.Struct, forbid_unknown_fields=True):
    """A field of a record type; `label` is in your language, `labels` by language (en, zh_CN).

    `target` is the type to which a record field points; `choices` are the first words to choose
    from.
    """

    type: Text
    label: Text
    kind: ValueKinds
    labels: dict[str, Text] | None = None
    help: dict[str, Text] | None = None
    target: Text = ""
    choices: Annotated[list[Text], msgspec.Meta(max_length=200)] | None = None
    required: bool = False
    searchable: bool = False
    in_list: bool = False
    in_form: bool = False


class FieldEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays; `move` steps down the fields of its type, negative ones up."""

    label: Text | None = None
    labels: dict[str, Text] | None = None
    help: dict[str, Text] | None = None
    required: bool | None = None
    searchable: bool | None = None
    in_list: bool | None = None
    in_form: bool | None = None
    move: Annotated[int, msgspec.Meta(ge=-200, le=200)] = 0


ONE = ResponseSpec(FieldView, generate_examples=False)


@get(
    f"{API}/fields",
    needs=MEMBER,
    operation_id="listFields",
    tags=TAGS,
    responses={200: ResponseSpec(dict[str, list[FieldView]], generate_examples=False)},
)
async def list_fields(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer({"items": await service.fields(ctx.uow, ctx.principal)})


@post(f"{API}/fields", needs=NEEDS, operation_id="createField", tags=TAGS, responses={201: ONE})
async def create_field(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewField]
) -> Response[bytes]:
    made = await service.define(ctx.uow, ctx.principal, msgspec.structs.asdict(data))
    return answer(await service.field(ctx.uow, ctx.principal, made), 201)


@patch(
    f"{API}/fields/{{field_id:uuid}}",
    needs=NEEDS,
    operation_id="editField",
    tags=TAGS,
    responses={200: ONE},
)
async def edit_field(
    ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID], data: JSONBody[FieldEdit]
) -> Response[bytes]:
    wishes = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not None}
    await service.change(ctx.uow, ctx.principal, field_id, wishes)
    if data.move:
        await service.move(ctx.uow, ctx.principal, field_id, data.move)
    return answer(await service.field(ctx.uow, ctx.principal, field_id))


@post(
    f"{API}/fields/{{field_id:uuid}}/archival",
    needs=NEEDS,
    operation_id="archiveField",
    tags=TAGS,
    status_code=204,
)
async def archive_field(ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID]) -> None:
    """Hidden everywhere; its values are kept and come back with it."""
    await service.archive(ctx.uow, ctx.principal, field_id)


@delete(
    f"{API}/fields/{{field_id:uuid}}/archival",
    needs=NEEDS,
    operation_id="unarchiveField",
    tags=TAGS,
)
async def unarchive_field(ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID]) -> None:
    await service.archive(ctx.uow, ctx.principal, field_id, gone=False)


ROUTES = [list_fields, create_field, edit_field, archive_field, unarchive_field]
