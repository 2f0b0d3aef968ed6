"""The JSON API of target accounts."""

from typing import Annotated
from uuid import UUID

import msgspec
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
)
async def target_coverage(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Coverage:
    worklist = await targeting(ctx.uow, ctx.principal, record_id)
    return await coverage(ctx.uow, ctx.principal, worklist)


@get(
    f"{AT}/targets",
    needs="worklist:see",
    operation_id="listTargets",
    tags=_TAGS,
)
async def list_targets(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = LIMIT,
    after: FromQuery[UUID | None] = None,
) -> Targets:
    worklist = await targeting(ctx.uow, ctx.principal, record_id)
    return await targets(ctx.uow, ctx.principal, worklist, after=after, limit=limit)


@get(
    f"{ENTRY}/steps",
    needs="worklist:see",
    operation_id="stepsOfTarget",
    tags=_TAGS,
)
async def list_steps(ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID]) -> Steps:
    return Steps(await steps(ctx.uow, ctx.principal, entry_id))


@post(
    f"{ENTRY}/steps",
    needs="task:create",
    operation_id="addStepOfTarget",
    tags=_TAGS,
)
async def new_step(
    ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID], data: JSONBody[StepWish]
) -> Steps:
    return Steps(await add_step(ctx.uow, ctx.principal, entry_id, data))


ROUTES = [target_coverage, list_targets, list_steps, new_step]
