"""The JSON API of the plans of care."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.activities.care.service import CarePlanView, CareWish, give_up, make, plans
from crm.records.api import API
from kernel.http import MEMBER, Ctx, delete, get, post

_AT = f"{API}/care-plans"
_NEEDS = "settings:workspace"
_TAGS = ["Care plans"]


class CarePlans(msgspec.Struct):
    """All plans of the workspace."""

    items: list[CarePlanView]


@get(_AT, needs=MEMBER, operation_id="listCarePlans", tags=_TAGS)
async def list_plans(ctx: Ctx, workspace: FromPath[str]) -> CarePlans:
    return CarePlans(await plans(ctx.uow))


@post(_AT, needs=_NEEDS, operation_id="makeCarePlan", tags=_TAGS)
async def make_plan(ctx: Ctx, workspace: FromPath[str], data: JSONBody[CareWish]) -> CarePlanView:
    return await make(ctx.uow, ctx.principal, data)


@delete(f"{_AT}/{{plan_id:uuid}}", needs=_NEEDS, operation_id="giveUpCarePlan", tags=_TAGS)
async def give_up_plan(ctx: Ctx, workspace: FromPath[str], plan_id: FromPath[UUID]) -> None:
    await give_up(ctx.uow, ctx.principal, plan_id)


ROUTES = [list_plans, make_plan, give_up_plan]
