"""The JSON API of rules, of the days left, and of requests for more."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.customers.pool.standing import standing
from crm.customers.reclaim.due import Rule
from crm.customers.reclaim.extending import Extension, ask, decide, extensions
from crm.customers.reclaim.rules import PoolRule, drop_rule, put_rule, rules_of
from crm.customers.reclaim.service import Verdict, verdict_of
from crm.records.api import API
from crm.records.service import service_of
from kernel.errors import NotFound
from kernel.http import MEMBER, Ctx, delete, get, patch, post

_RULES = f"{API}/pools/{{pool_id:uuid}}/rules"
_COMPANY = f"{API}/companies/{{record_id:uuid}}"
_TAGS = ["Reclaim"]


class RuleView(Rule, frozen=True, kw_only=True):
    """A rule of a pool."""

    id: UUID
    enabled: bool


class Rules(msgspec.Struct):
    """All rules of a pool."""

    items: list[RuleView]


class RuleText(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole text of a rule; `levels` has other days for some levels."""

    enabled: bool = True


class Outlook(msgspec.Struct):
    """When a rule takes the customer back; `due_at` null says never."""

    due_at: datetime | None
    days_left: int | None
    pool_id: UUID | None
    pool: str
    protected_until: datetime | None


class Asking(msgspec.Struct, forbid_unknown_fields=True):
    """How many days more, and why."""

    days: Annotated[int, msgspec.Meta(ge=1, le=365)]
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Decision(msgspec.Struct, forbid_unknown_fields=True):
    """Granted or refused."""

    granted: bool


class Extensions(msgspec.Struct):
    """One's own requests and those one may decide, newest first."""

    items: list[Extension]


@get(
    _RULES,
    needs=MEMBER,
    operation_id="listReclaimRules",
    tags=_TAGS,
)
async def list_rules(ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID]) -> Rules:
    await standing(ctx.uow, ctx.principal, pool_id)
    return Rules([view(rule) for rule in await rules_of(ctx.uow, pool_id)])


@post(
    _RULES,
    needs="settings:workspace",
    operation_id="createReclaimRule",
    tags=_TAGS,
)
async def create_rule(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], data: JSONBody[RuleText]
) -> RuleView:
    await standing(ctx.uow, ctx.principal, pool_id)
    made = await put_rule(ctx.uow, ctx.principal, pool_id, _rule(data), enabled=data.enabled)
    return await _one(ctx, pool_id, made)


@patch(
    f"{_RULES}/{{rule_id:uuid}}",
    needs="settings:workspace",
    operation_id="editReclaimRule",
    tags=_TAGS,
)
async def edit_rule(
    ctx: Ctx,
    workspace: FromPath[str],
    pool_id: FromPath[UUID],
    rule_id: FromPath[UUID],
    data: JSONBody[RuleText],
) -> RuleView:
    await standing(ctx.uow, ctx.principal, pool_id)
    await put_rule(
        ctx.uow, ctx.principal, pool_id, _rule(data), rule_id=rule_id, enabled=data.enabled
    )
    return await _one(ctx, pool_id, rule_id)


@delete(
    f"{_RULES}/{{rule_id:uuid}}",
    needs="settings:workspace",
    operation_id="deleteReclaimRule",
    tags=_TAGS,
)
async def delete_rule(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID], rule_id: FromPath[UUID]
) -> None:
    await standing(ctx.uow, ctx.principal, pool_id)
    await drop_rule(ctx.uow, ctx.principal, pool_id, rule_id)


@get(
    f"{_COMPANY}/reclaim",
    needs="company:see",
    operation_id="reclaimOfCompany",
    tags=_TAGS,
)
async def get_reclaim(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Outlook:
    await service_of("company", ctx.uow, ctx.principal).get(record_id)
    return outlook(await verdict_of(ctx.uow, record_id))


@post(
    f"{_COMPANY}/extension-requests",
    needs="company:edit",
    operation_id="askForExtension",
    tags=_TAGS,
)
async def ask_extension(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Asking]
) -> Extension:
    return await ask(ctx.uow, ctx.principal, record_id, data.days, data.reason)


@get(
    f"{API}/extension-requests",
    needs=MEMBER,
    operation_id="listExtensionRequests",
    tags=_TAGS,
)
async def list_extensions(ctx: Ctx, workspace: FromPath[str]) -> Extensions:
    return Extensions(await extensions(ctx.uow, ctx.principal))


@post(
    f"{API}/extension-requests/{{extension_request_id:uuid}}/decision",
    needs=MEMBER,
    operation_id="decideExtensionRequest",
    tags=_TAGS,
    status_code=200,
)
async def decide_extension(
    ctx: Ctx,
    workspace: FromPath[str],
    extension_request_id: FromPath[UUID],
    data: JSONBody[Decision],
) -> Extension:
    return await decide(ctx.uow, ctx.principal, extension_request_id, granted=data.granted)


def view(rule: PoolRule) -> RuleView:
    """A rule for the outside."""
    return RuleView(**{name: getattr(rule, name) for name in RuleView.__struct_fields__})


def outlook(verdict: Verdict | None) -> Outlook:
    """What the rules say, for the outside."""
    if verdict is None:
        return Outlook(None, None, None, "", None)
    place = verdict.rule.place if verdict.rule else None
    return Outlook(
        verdict.due_at,
        verdict.left,
        place.id if place else None,
        place.name if place else "",
        verdict.protected_until,
    )


def _rule(data: RuleText) -> Rule:
    return Rule(**{name: getattr(data, name) for name in Rule.__struct_fields__})


async def _one(ctx: Ctx, pool_id: UUID, rule_id: UUID) -> RuleView:
    for rule in await rules_of(ctx.uow, pool_id):
        if rule.id == rule_id:
            return view(rule)
    raise NotFound


ROUTES = [
    list_rules,
    create_rule,
    edit_rule,
    delete_rule,
    get_reclaim,
    ask_extension,
    list_extensions,
    decide_extension,
]
