"""The JSON API of merging: a preview, the merge, and the way back."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from crm.records.api import API, answer, shown
from crm.records.duplicates.choosing import Choices, FieldChoice
from crm.records.duplicates.merged import MergedRecord, merged_into
from crm.records.duplicates.merging import merge, merge_preview
from crm.records.duplicates.unmerging import unmerge
from crm.records.schemas import view_shape
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.http import Ctx, delete, get, post


class MergeWith(msgspec.Struct, forbid_unknown_fields=True, rename={"other": "with"}):
    """The record that is taken up, and per field whose value stays: `kept` or `other`."""

    other: UUID
    fields: Choices = {}


class Preview(msgspec.Struct, frozen=True):
    """Both values of each field, and which one a merge would take."""

    fields: list[FieldChoice]


class MergedRecords(msgspec.Struct, frozen=True):
    """All that were merged into a record."""

    items: list[MergedRecord]


def merge_api(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type whose duplicates are looked for."""
    return [] if kind.matched_by is None else [*_looking(kind), *_merging(kind)]


def _looking(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    one = f"{API}/{kind.plural}/{{record_id:uuid}}"

    @get(
        f"{one}/merge-preview",
        needs=f"{name}:delete",
        operation_id=f"previewMergeOf{camel}",
        tags=tags,
        responses={200: ResponseSpec(Preview, generate_examples=False)},
    )
    async def look(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        other: Annotated[UUID, QueryParameter(name="with")],
    ) -> Response[bytes]:
        """What a merge of the two would make; nothing is written."""
        records = service_of(name, ctx.uow, ctx.principal)
        return answer(Preview(await merge_preview(records, record_id, other)))

    @get(
        f"{one}/merges",
        needs=f"{name}:see",
        operation_id=f"mergesOf{camel}",
        tags=tags,
        responses={200: ResponseSpec(MergedRecords, generate_examples=False)},
    )
    async def merges(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        """What was merged into the record."""
        await service_of(name, ctx.uow, ctx.principal).get(record_id)
        return answer(MergedRecords(await merged_into(ctx.uow, ctx.principal, kind, record_id)))

    return [look, merges]


def _merging(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    path = f"{API}/{kind.plural}/{{record_id:uuid}}/merges"
    one = ResponseSpec(view_shape(name), generate_examples=False)

    @post(
        path,
        needs=f"{name}:delete",
        operation_id=f"merge{camel}",
        tags=tags,
        responses={201: one},
    )
    async def merge_records(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[MergeWith]
    ) -> Response[bytes]:
        """Take the other record up into this one; all that hangs on it comes along."""
        records = service_of(name, ctx.uow, ctx.principal)
        return shown(await merge(records, record_id, data.other, data.fields), 201)

    @delete(
        f"{path}/{{merged_id:uuid}}",
        needs=f"{name}:delete",
        operation_id=f"unmerge{camel}",
        tags=tags,
        status_code=200,
        responses={200: one},
    )
    async def unmerge_records(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        merged_id: FromPath[UUID],
    ) -> Response[bytes]:
        """Bring the merged record back as it was."""
        records = service_of(name, ctx.uow, ctx.principal)
        return shown(await unmerge(records, record_id, merged_id))

    return [merge_records, unmerge_records]
