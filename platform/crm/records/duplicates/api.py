"""The JSON API of duplicates: a hint before a record is made, and the report of what there is."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from crm.records.api import API, Limit, answer
from crm.records.duplicates.hints import Hints, hints
from crm.records.duplicates.report import Report, dismiss, report, suspect
from crm.records.schemas import create_shape, said
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.http import Ctx, delete, get, post


def duplicate_api(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type whose duplicates are looked for."""
    return [] if kind.matched_by is None else [*_hints(kind), *_report(kind)]


def _hints(kind: RecordType) -> list[HTTPRouteHandler]:
    name, plural = kind.name, kind.plural.capitalize()
    create = create_shape(name)

    @post(
        f"{API}/{kind.plural}/duplicates",
        needs=f"{name}:create",
        operation_id=f"duplicatesOf{plural}",
        tags=[plural],
        status_code=200,
        responses={200: ResponseSpec(Hints, generate_examples=False)},
    )
    async def look(
        ctx: Ctx,
        workspace: FromPath[str],
        data: JSONBody[create],  # type: ignore[valid-type]
    ) -> Response[bytes]:
        """Who is there already, before such a record is made; nothing is written."""
        row = await service_of(name, ctx.uow, ctx.principal).imagined(said(data))
        return answer(await hints(ctx.uow, ctx.principal, kind, row))

    return [look]


def _report(kind: RecordType) -> list[HTTPRouteHandler]:
    name, plural = kind.name, kind.plural.capitalize()
    path = f"{API}/{kind.plural}/duplicates"

    @get(
        path,
        needs=f"{name}:see",
        operation_id=f"reportDuplicatesOf{plural}",
        tags=[plural],
        responses={200: ResponseSpec(Report, generate_examples=False)},
    )
    async def list_pairs(
        ctx: Ctx,
        workspace: FromPath[str],
        dismissed: FromQuery[bool] = False,  # noqa: FBT002 -- of the address
        limit: Limit = 50,
        after: Annotated[str, QueryParameter(max_length=2_000)] = "",
    ) -> Response[bytes]:
        """Suspected pairs among what there is; only those of which both are visible."""
        return answer(
            await report(
                ctx.uow,
                ctx.principal,
                kind,
                state="dismissed" if dismissed else "open",
                limit=limit,
                after=after,
            )
        )

    @post(
        f"{path}/{{pair_id:uuid}}/dismissal",
        needs=f"{name}:edit",
        operation_id=f"dismissDuplicateOf{plural}",
        tags=[plural],
        status_code=204,
    )
    async def not_the_same(ctx: Ctx, workspace: FromPath[str], pair_id: FromPath[UUID]) -> None:
        """These two are not the same; remembered, whatever is written to them."""
        await dismiss(ctx.uow, ctx.principal, kind, pair_id)

    @delete(
        f"{path}/{{pair_id:uuid}}/dismissal",
        needs=f"{name}:edit",
        operation_id=f"suspectDuplicateOf{plural}",
        tags=[plural],
    )
    async def suspect_again(ctx: Ctx, workspace: FromPath[str], pair_id: FromPath[UUID]) -> None:
        """They may be the same after all."""
        await suspect(ctx.uow, ctx.principal, kind, pair_id)

    return [list_pairs, not_the_same, suspect_again]
