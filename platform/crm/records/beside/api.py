"""The JSON API of what hangs on a record: its history, tags and shares."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from crm.records.api import API, Limit, answer, shown
from crm.records.beside.api_shares import share_api
from crm.records.beside.history import History, history, restore_values
from crm.records.beside.tags import put_tag, tag_by_id, take_tag
from crm.records.schemas import view_shape
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.http import Ctx, delete, get, post, put

Cursor = Annotated[str, QueryParameter(max_length=2_000)]


class Restore(msgspec.Struct, forbid_unknown_fields=True):
    """Which fields get their earlier values back; all of the change's without it."""

    fields: Annotated[list[str], msgspec.Meta(max_length=200)] | None = None


def beside_api(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type."""
    return [*_history(kind), *_tags(kind), *share_api(kind)]


def _history(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    one = f"{API}/{kind.plural}/{{record_id:uuid}}"

    @get(
        f"{one}/history",
        needs=f"{name}:see",
        operation_id=f"historyOf{camel}",
        tags=tags,
        responses={200: ResponseSpec(History, generate_examples=False)},
    )
    async def record_history(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        limit: Limit = 50,
        after: Cursor = "",
    ) -> Response[bytes]:
        await service_of(name, ctx.uow, ctx.principal).get(record_id)
        return answer(await history(ctx.uow, ctx.principal, record_id, limit=limit, after=after))

    @post(
        f"{one}/history/{{event_id:uuid}}/restoration",
        needs=f"{name}:edit",
        operation_id=f"restoreValuesOf{camel}",
        tags=tags,
        status_code=200,
        responses={200: ResponseSpec(view_shape(name), generate_examples=False)},
    )
    async def restore(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        event_id: FromPath[UUID],
        data: JSONBody[Restore | None] = None,
    ) -> Response[bytes]:
        records = service_of(name, ctx.uow, ctx.principal)
        fields = data.fields if data is not None else None
        return shown(await restore_values(records, record_id, event_id, fields))

    return [record_history, restore]


def _tags(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    path = f"{API}/{kind.plural}/{{record_id:uuid}}/tags/{{tag_id:uuid}}"

    @put(
        path,
        needs=f"{name}:edit",
        operation_id=f"tag{camel}",
        tags=tags,
        status_code=204,
    )
    async def tag_record(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], tag_id: FromPath[UUID]
    ) -> None:
        tag = await tag_by_id(ctx.uow, ctx.principal, tag_id)
        await put_tag(service_of(name, ctx.uow, ctx.principal), record_id, tag)

    @delete(path, needs=f"{name}:edit", operation_id=f"untag{camel}", tags=tags)
    async def untag_record(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], tag_id: FromPath[UUID]
    ) -> None:
        tag = await tag_by_id(ctx.uow, ctx.principal, tag_id)
        await take_tag(service_of(name, ctx.uow, ctx.principal), record_id, tag)

    return [tag_record, untag_record]
