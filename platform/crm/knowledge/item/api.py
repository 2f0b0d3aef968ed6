"""The JSON API of the course of a piece of knowledge."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.knowledge.item.model import CURATES
from crm.knowledge.item.service import Knowledge
from crm.records.api import API, shown
from crm.records.schemas import view_shape
from kernel.http import Ctx, delete, post

ONE: Final = f"{API}/knowledge/{{record_id:uuid}}"
TAGS: Final = ["Knowledge"]
ANSWER: Final = ResponseSpec(view_shape("knowledge_item"), generate_examples=False)


class Publication(msgspec.Struct, forbid_unknown_fields=True):
    """The day on which it is to be looked at again; half a year on, if none is said."""

    review_due: date | None = None


@post(
    f"{ONE}/curation",
    needs=CURATES,
    operation_id="curateKnowledge",
    tags=TAGS,
    status_code=200,
    responses={200: ANSWER},
)
async def curate(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    """Put in order, and not yet shown to everybody."""
    return shown(await Knowledge(ctx.uow, ctx.principal).curate(record_id))


@post(
    f"{ONE}/publication",
    needs=CURATES,
    operation_id="publishKnowledge",
    tags=TAGS,
    status_code=200,
    responses={200: ANSWER},
)
async def publish(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    data: JSONBody[Publication | None] = None,
) -> Response[bytes]:
    """Shown to the whole workspace; published again, it is reviewed, and the next edition."""
    due = data.review_due if data else None
    return shown(await Knowledge(ctx.uow, ctx.principal).publish(record_id, due))


@post(
    f"{ONE}/retirement",
    needs=CURATES,
    operation_id="retireKnowledge",
    tags=TAGS,
    status_code=200,
    responses={200: ANSWER},
)
async def retire(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    """Shown no more."""
    return shown(await Knowledge(ctx.uow, ctx.principal).retire(record_id))


@delete(
    f"{ONE}/retirement",
    needs=CURATES,
    operation_id="takeBackKnowledge",
    tags=TAGS,
    status_code=200,
    responses={200: ANSWER},
)
async def take_back(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    """On the curators' table again."""
    return shown(await Knowledge(ctx.uow, ctx.principal).revive(record_id))


@delete(
    f"{ONE}/contradiction",
    needs=CURATES,
    operation_id="settleKnowledge",
    tags=TAGS,
    status_code=200,
    responses={200: ANSWER},
)
async def settle(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    """A person decided that this one holds."""
    return shown(await Knowledge(ctx.uow, ctx.principal).settle(record_id))


ROUTES = [curate, publish, retire, take_back, settle]
