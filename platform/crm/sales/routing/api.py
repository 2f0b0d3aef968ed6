"""The JSON API of routing: rules, hours, a lead's course, and answering an offer."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, shown
from crm.records.schemas import view_shape
from crm.sales.lead.service import Leads
from crm.sales.routing import answering
from crm.sales.routing.clocks import Clocks, Course, clocks, course
from crm.sales.routing.rules import (
    Hours,
    HoursSeen,
    RoutingRuleSeen,
    RoutingWish,
    change,
    drop,
    hours,
    make,
    routing_rules,
    work,
)
from kernel.http import MEMBER, Ctx, delete, get, post, put

_AT = f"{API}/routing-rules"
_RULE = f"{_AT}/{{routing_rule_id:uuid}}"
_LEAD = f"{API}/leads/{{record_id:uuid}}"
_TAGS = ["Leads"]
NEEDS = "settings:workspace"


class RoutingRules(msgspec.Struct):
    """All rules, in the order in which they are asked."""

    items: list[RoutingRuleSeen]


class AllHours(msgspec.Struct):
    """Members who do not work always."""

    items: list[HoursSeen]


_ALL = ResponseSpec(RoutingRules, generate_examples=False)
_COURSE = ResponseSpec(Course, generate_examples=False)


@get(_AT, needs=MEMBER, operation_id="listRoutingRules", tags=_TAGS)
async def list_rules(ctx: Ctx, workspace: FromPath[str]) -> RoutingRules:
    return RoutingRules(await routing_rules(ctx.uow))


@post(_AT, needs=NEEDS, operation_id="createRoutingRule", tags=_TAGS)
async def create_rule(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[RoutingWish]
) -> RoutingRules:
    await make(ctx.uow, ctx.principal, data)
    return RoutingRules(await routing_rules(ctx.uow))


@put(_RULE, needs=NEEDS, operation_id="replaceRoutingRule", tags=_TAGS)
async def replace_rule(
    ctx: Ctx,
    workspace: FromPath[str],
    routing_rule_id: FromPath[UUID],
    data: JSONBody[RoutingWish],
) -> RoutingRules:
    await change(ctx.uow, ctx.principal, routing_rule_id, data)
    return RoutingRules(await routing_rules(ctx.uow))


@delete(_RULE, needs=NEEDS, operation_id="deleteRoutingRule", tags=_TAGS)
async def delete_rule(ctx: Ctx, workspace: FromPath[str], routing_rule_id: FromPath[UUID]) -> None:
    await drop(ctx.uow, ctx.principal, routing_rule_id)


@get(
    f"{API}/working-hours",
    needs=MEMBER,
    operation_id="listWorkingHours",
    tags=_TAGS,
)
async def list_hours(ctx: Ctx, workspace: FromPath[str]) -> AllHours:
    return AllHours(await hours(ctx.uow))


@put(
    f"{API}/working-hours/{{member_id:uuid}}",
    needs=NEEDS,
    operation_id="setWorkingHours",
    tags=_TAGS,
)
async def set_hours(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID], data: JSONBody[Hours]
) -> AllHours:
    await work(ctx.uow, ctx.principal, member_id, data)
    return AllHours(await hours(ctx.uow))


@get(
    f"{API}/lead-clocks",
    needs="lead:see",
    operation_id="leadClocks",
    tags=_TAGS,
)
async def lead_clocks(ctx: Ctx, workspace: FromPath[str]) -> Clocks:
    return await clocks(ctx.uow, ctx.principal)


@get(f"{_LEAD}/course", needs="lead:see", operation_id="courseOfLead", tags=_TAGS,
     )  # fmt: skip
async def lead_course(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Course:
    lead = await Leads(ctx.uow, ctx.principal).get(record_id)
    return await course(ctx.uow, lead)


@post(f"{_LEAD}/routing", needs="lead:transfer", operation_id="routeLead", tags=_TAGS,
      status_code=200 )  # fmt: skip
async def route_lead(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Course:
    leads = Leads(ctx.uow, ctx.principal)
    await leads.changeable(record_id, "transfer")
    lead = await leads.get(record_id)
    await answering.reroute(ctx.uow, record_id)
    return await course(ctx.uow, lead)


@post(f"{_LEAD}/acceptance", needs="lead:edit", operation_id="acceptLead", tags=_TAGS,
      status_code=200,
      responses={200: ResponseSpec(view_shape("lead"), generate_examples=False)})  # fmt: skip
async def accept_lead(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    return shown(await answering.accept(ctx.uow, ctx.principal, record_id))


@post(f"{_LEAD}/passing", needs="lead:edit", operation_id="passLeadOn", tags=_TAGS,
      status_code=204)  # fmt: skip
async def pass_lead_on(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> None:
    await answering.pass_on(ctx.uow, ctx.principal, record_id)


ROUTES = [
    list_rules,
    create_rule,
    replace_rule,
    delete_rule,
    list_hours,
    set_hours,
    lead_clocks,
    lead_course,
    route_lead,
    accept_lead,
    pass_lead_on,
]
