"""The JSON API of scores: the rules, what one would match, and why a lead has its score."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API
from crm.sales.lead.service import Leads
from crm.sales.scoring.rules import (
    Preview,
    Rule,
    RuleWish,
    change,
    drop,
    make,
    preview,
    rules,
)
from crm.sales.scoring.service import Explained, explained
from kernel.http import MEMBER, Ctx, delete, get, post, put

_AT = f"{API}/score-rules"
_RULE = f"{_AT}/{{score_rule_id:uuid}}"
_TAGS = ["Leads"]
NEEDS = "settings:workspace"


class Rules(msgspec.Struct):
    """All rules that give points."""

    items: list[Rule]


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """A filter on leads."""

    condition: dict[str, Any] = {}


_ALL = ResponseSpec(Rules, generate_examples=False)


@get(_AT, needs=MEMBER, operation_id="listScoreRules", tags=_TAGS)
async def list_rules(ctx: Ctx, workspace: FromPath[str]) -> Rules:
    return Rules(await rules(ctx.uow))


@post(_AT, needs=NEEDS, operation_id="createScoreRule", tags=_TAGS)
async def create_rule(ctx: Ctx, workspace: FromPath[str], data: JSONBody[RuleWish]) -> Rules:
    await make(ctx.uow, ctx.principal, data)
    return Rules(await rules(ctx.uow))


@put(_RULE, needs=NEEDS, operation_id="replaceScoreRule", tags=_TAGS)
async def replace_rule(
    ctx: Ctx, workspace: FromPath[str], score_rule_id: FromPath[UUID], data: JSONBody[RuleWish]
) -> Rules:
    await change(ctx.uow, ctx.principal, score_rule_id, data)
    return Rules(await rules(ctx.uow))


@delete(_RULE, needs=NEEDS, operation_id="deleteScoreRule", tags=_TAGS)
async def delete_rule(ctx: Ctx, workspace: FromPath[str], score_rule_id: FromPath[UUID]) -> None:
    await drop(ctx.uow, ctx.principal, score_rule_id)


@post(
    f"{API}/score-previews",
    needs="lead:see",
    operation_id="previewScoreRule",
    tags=_TAGS,
    status_code=200,
)
async def preview_rule(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Asked]) -> Preview:
    return await preview(ctx.uow, ctx.principal, data.condition)


@get(
    f"{API}/leads/{{record_id:uuid}}/score",
    needs="lead:see",
    operation_id="explainLeadScore",
    tags=_TAGS,
)
async def explain(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Explained:
    lead = await Leads(ctx.uow, ctx.principal).get(record_id)
    return await explained(ctx.uow, ctx.principal, lead)


ROUTES = [list_rules, create_rule, replace_rule, delete_rule, preview_rule, explain]
