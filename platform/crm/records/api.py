"""The JSON API of a record type: made once, the same for all."""

from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from crm.records.listing import DEFAULT_LIMIT, MAX_LIMIT, Page
from crm.records.reading import View
from crm.records.schemas import create_shape, edit_shape, page_shape, said, view_shape
from crm.records.service import service_of
from crm.records.timeline import Timeline, timeline
from crm.records.types import RecordType
from kernel.errors import Unreadable
from kernel.filters import parse
from kernel.http import Ctx, delete, get, patch, post
from kernel.i18n import _

API: Final = "/api/v1/{workspace:str}"
JSON: Final = "application/json"

Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="Rows on a page.")]
ShortText = Annotated[str, QueryParameter(max_length=20_000)]


def answer(
    body: Any, status_code: int = 200, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """JSON, encoded here so that a failure rolls back."""
    return Response(
        msgspec.json.encode(body), media_type=JSON, status_code=status_code, headers=headers
    )


def shown(record: View, status_code: int = 200) -> Response[bytes]:
    """One record with its ETag."""
    return answer(record, status_code, {"ETag": f'"{record["version"]}"'})


def known_version(ctx: Ctx) -> int | None:
    """The version in If-Match, if it was sent; `*` is any."""
    header = ctx.request.headers.get("if-match", "").strip()
    if header in {"", "*"}:
        return None
    digits = header.removeprefix("W/").strip('"')
    if not digits.isdecimal() or len(digits) > 18:  # noqa: PLR2004 -- fits 64 bits
        raise Unreadable(_("If-Match takes the ETag of the record."))
    return int(digits)


def record_api(kind: RecordType) -> Sequence[HTTPRouteHandler]:
    """The routes of a type."""
    return [*_reading(kind), *_writing(kind)]


def _reading(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel = kind.name, kind.name.capitalize()
    plural = kind.plural.capitalize()
    tags = [plural]

    @get(
        f"{API}/{kind.plural}",
        needs=f"{name}:see",
        operation_id=f"list{plural}",
        tags=tags,
        responses={200: ResponseSpec(page_shape(name), generate_examples=False)},
    )
    async def list_records(
        ctx: Ctx,
        workspace: FromPath[str],
        filter: ShortText = "",
        sort: Annotated[str, QueryParameter(max_length=80)] = "",
        limit: Limit = DEFAULT_LIMIT,
        after: Annotated[str, QueryParameter(max_length=2_000)] = "",
    ) -> Response[bytes]:
        page = Page(where=parse(filter), sort=sort, limit=limit, after=after)
        return answer(await service_of(name, ctx.uow, ctx.principal).listed(page))

    @get(
        f"{API}/{kind.plural}/{{record_id:uuid}}",
        needs=f"{name}:see",
        operation_id=f"get{camel}",
        tags=tags,
        responses={200: ResponseSpec(view_shape(name), generate_examples=False)},
    )
    async def get_record(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        return shown(await service_of(name, ctx.uow, ctx.principal).get(record_id))

    @get(
        f"{API}/{kind.plural}/{{record_id:uuid}}/timeline",
        needs=f"{name}:see",
        operation_id=f"timelineOf{camel}",
        tags=tags,
        responses={200: ResponseSpec(Timeline, generate_examples=False)},
    )
    async def record_timeline(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        limit: Limit = 30,
        after: Annotated[str, QueryParameter(max_length=2_000)] = "",
    ) -> Response[bytes]:
        await service_of(name, ctx.uow, ctx.principal).get(record_id)
        return answer(await timeline(ctx.uow, ctx.principal, record_id, limit=limit, after=after))

    return [list_records, get_record, record_timeline]


def _writing(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel = kind.name, kind.name.capitalize()
    tags = [kind.plural.capitalize()]
    create, edit = create_shape(name), edit_shape(name)
    one = ResponseSpec(view_shape(name), generate_examples=False)

    @post(
        f"{API}/{kind.plural}",
        needs=f"{name}:create",
        operation_id=f"create{camel}",
        tags=tags,
        responses={201: one},
    )
    async def create_record(
        ctx: Ctx,
        workspace: FromPath[str],
        data: JSONBody[create],  # type: ignore[valid-type]
    ) -> Response[bytes]:
        return shown(await service_of(name, ctx.uow, ctx.principal).create(said(data)), 201)

    @patch(
        f"{API}/{kind.plural}/{{record_id:uuid}}",
        needs=f"{name}:edit",
        operation_id=f"edit{camel}",
        tags=tags,
        responses={200: one},
    )
    async def edit_record(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        data: JSONBody[edit],  # type: ignore[valid-type]
    ) -> Response[bytes]:
        service = service_of(name, ctx.uow, ctx.principal)
        return shown(await service.edit(record_id, said(data), known_version(ctx)))

    @delete(
        f"{API}/{kind.plural}/{{record_id:uuid}}",
        needs=f"{name}:delete",
        operation_id=f"delete{camel}",
        tags=tags,
    )
    async def delete_record(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> None:
        service = service_of(name, ctx.uow, ctx.principal)
        await service.delete(record_id, known_version(ctx))

    @post(
        f"{API}/{kind.plural}/{{record_id:uuid}}/restoration",
        needs=f"{name}:delete",
        operation_id=f"restore{camel}",
        tags=tags,
        status_code=200,
        responses={200: one},
    )
    async def restore_record(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        return shown(await service_of(name, ctx.uow, ctx.principal).restore(record_id))

    return [create_record, edit_record, delete_record, restore_record]
