"""The JSON API of the rules of keeping."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.records.api import API
from crm.records.retention import service
from kernel.http import Ctx, delete, get, patch, post

NEEDS = "settings:privacy"
TAGS = ["Privacy"]
AT = f"{API}/retention-rules"
ONE = f"{AT}/{{retention_rule_id:uuid}}"


class RulesView(msgspec.Struct):
    """All rules."""

    items: list[service.Rule]


class Keeping(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`filter` is that of lists, with the workspace's own fields.

    `deed` is `bin`, or for people `erase`, which is for good, or `anonymise`, which keeps the row
    for the figures and takes out whatever names the person.
    """

    record_type: str
    days: Annotated[int, msgspec.Meta(ge=1, le=service.MAX_DAYS)]
    filter: dict[str, Any] = {}
    since: Literal["created_at", "updated_at", "last_activity_at"] = "updated_at"
    deed: Literal["bin", "erase", "anonymise"] = "bin"


class NewRule(Keeping, forbid_unknown_fields=True, kw_only=True):
    """What is kept for how long, by its name."""

    name: str


class Switch(msgspec.Struct, forbid_unknown_fields=True):
    """On or off."""

    active: bool


@get(AT, needs=NEEDS, operation_id="listRetentionRules", tags=TAGS)
async def list_rules(ctx: Ctx, workspace: FromPath[str]) -> RulesView:
    return RulesView(await service.rules(ctx.uow))


@post(AT, needs=NEEDS, operation_id="createRetentionRule", tags=TAGS)
async def create_rule(ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewRule]) -> service.Rule:
    return await service.make(ctx.uow, ctx.principal, msgspec.structs.asdict(data))


@post(
    f"{API}/retention-previews",
    needs=NEEDS,
    operation_id="previewRetentionRule",
    tags=TAGS,
    status_code=200,
)
async def preview(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Keeping]) -> service.Due:
    return await service.preview(ctx.uow, msgspec.structs.asdict(data))


@get(f"{ONE}/due", needs=NEEDS, operation_id="dueByRetentionRule", tags=TAGS)
async def due_now(
    ctx: Ctx, workspace: FromPath[str], retention_rule_id: FromPath[UUID]
) -> service.Due:
    return await service.would(ctx.uow, await service.rule(ctx.uow, retention_rule_id))


@patch(ONE, needs=NEEDS, operation_id="switchRetentionRule", tags=TAGS)
async def switch_rule(
    ctx: Ctx, workspace: FromPath[str], retention_rule_id: FromPath[UUID], data: JSONBody[Switch]
) -> service.Rule:
    return await service.switch(ctx.uow, ctx.principal, retention_rule_id, active=data.active)


@delete(ONE, needs=NEEDS, operation_id="deleteRetentionRule", tags=TAGS)
async def delete_rule(
    ctx: Ctx, workspace: FromPath[str], retention_rule_id: FromPath[UUID]
) -> None:
    await service.drop(ctx.uow, ctx.principal, retention_rule_id)


ROUTES = [list_rules, create_rule, preview, due_now, switch_rule, delete_rule]
