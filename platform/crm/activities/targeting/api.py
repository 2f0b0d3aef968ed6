"""The JSON API of target accounts."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from crm.activities.targeting.reading import (
    LIMIT,
    Coverage,
    Targets,
    coverage,
    targeting,
    targets,
)
from crm.activities.targeting.steps import Step, StepWish, add_step, steps
from crm.customers.worklist.api import AT, ENTRY
from crm.records.api import answer
from kernel.http import Ctx, get, post

_TAGS = ["Target accounts"]


class Steps(msgspec.Struct):
    """The tasks of a plan."""

    items: list[Step]


@get(
    f"{AT}/coverage",
    needs="worklist:see",
    operation_id="coverageOfTargets",
    tags=_TAGS,
    responses={200: ResponseSpec(Coverage, generate_examples=False)},
)
async def target_coverage(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    worklist = await targeting(ctx.uow, ctx.principal, record_id)
    return answer(await coverage(ctx.uow, ctx.principal, worklist))


@get(
    f"{AT}/targets",
    needs="worklist:see",
    operation_id="listTargets",
    tags=_TAGS,
    responses={200: ResponseSpec(Targets, generate_examples=False)},
)
async def list_targets(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = LIMIT,
    after: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    worklist = await targeting(ctx.uow, ctx.principal, record_id)
    return answer(await targets(ctx.uow, ctx.principal, worklist, after=after, limit=limit))


@get(
    f"{ENTRY}/steps",
    needs="worklist:see",
    operation_id="stepsOfTarget",
    tags=_TAGS,
    responses={200: ResponseSpec(Steps, generate_examples=False)},
)
async def list_steps(
    ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(Steps(await steps(ctx.uow, ctx.principal, entry_id)))


@post(
    f"{ENTRY}/steps",
    needs="task:create",
    operation_id="addStepOfTarget",
    tags=_TAGS,
    responses={201: ResponseSpec(Steps, generate_examples=False)},
)
async def new_step(
    ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID], data: JSONBody[StepWish]
) -> Response[bytes]:
    return answer(Steps(await add_step(ctx.uow, ctx.principal, entry_id, data)), 201)


ROUTES = [target_coverage, list_targets, list_steps, new_step]
