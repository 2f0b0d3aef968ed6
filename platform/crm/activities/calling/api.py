"""The JSON API of calling by a list."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.activities.calling.outcomes import Logged, Outcome, call_again, give_back, log, skip
from crm.activities.calling.reporting import CallReport, report
from crm.activities.calling.rules import CallRule, RuleView, keep, rules
from crm.activities.calling.turns import Offer, calling, take_next
from crm.customers.worklist.api import AT, ENTRY
from crm.customers.worklist.reading import EntryView
from crm.records.api import API, answer
from kernel.http import MEMBER, Ctx, delete, get, post, put

_TAGS = ["Calling"]
_RULES = f"{API}/call-rules"
_ENTRY = {200: ResponseSpec(EntryView, generate_examples=False)}


class Rules(msgspec.Struct):
    """One for each outcome."""

    items: list[RuleView]


@post(
    f"{AT}/turns",
    needs="worklist:edit",
    operation_id="takeNextCall",
    tags=_TAGS,
    status_code=200,
)
async def next_call(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Offer:
    return await take_next(ctx.uow, ctx.principal, record_id)


@get(
    f"{AT}/report",
    needs="worklist:see",
    operation_id="reportOfCallList",
    tags=_TAGS,
)
async def call_report(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> CallReport:
    worklist = await calling(ctx.uow, ctx.principal, record_id)
    return await report(ctx.uow, ctx.principal, worklist)


@post(
    f"{ENTRY}/outcome",
    needs="activity:create",
    operation_id="logCall",
    tags=_TAGS,
    status_code=201,
)
async def log_call(
    ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID], data: JSONBody[Outcome]
) -> Logged:
    return await log(ctx.uow, ctx.principal, entry_id, data)


@post(
    f"{ENTRY}/skipping",
    needs="activity:create",
    operation_id="skipCall",
    tags=_TAGS,
    status_code=200,
    responses=_ENTRY,
)
async def skip_call(
    ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await skip(ctx.uow, ctx.principal, entry_id))


@delete(
    f"{ENTRY}/skipping",
    needs="activity:create",
    operation_id="callAgain",
    tags=_TAGS,
    status_code=200,
    responses=_ENTRY,
)
async def unskip(ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID]) -> Response[bytes]:
    return answer(await call_again(ctx.uow, ctx.principal, entry_id))


@delete(
    f"{ENTRY}/turn",
    needs="activity:create",
    operation_id="giveCallBack",
    tags=_TAGS,
    status_code=200,
    responses=_ENTRY,
)
async def give_call_back(
    ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID]
) -> Response[bytes]:
    return answer(await give_back(ctx.uow, ctx.principal, entry_id))


@get(_RULES, needs=MEMBER, operation_id="listCallRules", tags=_TAGS)
async def list_rules(ctx: Ctx, workspace: FromPath[str]) -> Rules:
    return Rules(list((await rules(ctx.uow, ctx.principal)).values()))


@put(_RULES, needs="settings:workspace", operation_id="keepCallRule", tags=_TAGS)
async def keep_rule(ctx: Ctx, workspace: FromPath[str], data: JSONBody[CallRule]) -> RuleView:
    return await keep(ctx.uow, ctx.principal, data)


ROUTES = [
    next_call,
    call_report,
    log_call,
    skip_call,
    unskip,
    give_call_back,
    list_rules,
    keep_rule,
]
