"""The JSON API of requirements, of completeness, and of what happens to customers."""

from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.customers.completeness.ports import kinds
from crm.customers.completeness.service import (
    Completeness,
    Happened,
    Happening,
    Requirement,
    completeness,
    happen,
    require,
    requirements,
)
from crm.records.api import API
from crm.records.service import service_of
from kernel.http import MEMBER, Ctx, get, post, put

_REQUIRED = f"{API}/capture-requirements"
_COMPANY = f"{API}/companies/{{record_id:uuid}}"
_TAGS = ["Completeness"]


class Requirements(msgspec.Struct):
    """What must be known after which kind of activity."""

    items: list[Requirement]


_ALL = ResponseSpec(Requirements, generate_examples=False)


@get(
    _REQUIRED,
    needs=MEMBER,
    operation_id="listCaptureRequirements",
    tags=_TAGS,
)
async def list_requirements(ctx: Ctx, workspace: FromPath[str]) -> Requirements:
    return Requirements(await requirements(ctx.uow))


@put(
    _REQUIRED,
    needs="settings:workspace",
    operation_id="setCaptureRequirement",
    tags=_TAGS,
)
async def set_requirement(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[Requirement]
) -> Requirements:
    await require(ctx.uow, ctx.principal, data, {*dict(kinds.offered(ctx.principal))})
    return Requirements(await requirements(ctx.uow))


@get(
    f"{_COMPANY}/completeness",
    needs="company:see",
    operation_id="completenessOfCompany",
    tags=_TAGS,
)
async def get_completeness(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Completeness:
    record = await service_of("company", ctx.uow, ctx.principal).get(record_id)
    return await completeness(ctx.uow, ctx.principal, record)


@post(
    f"{_COMPANY}/happenings",
    needs="company:edit",
    operation_id="addHappening",
    tags=_TAGS,
)
async def add_happening(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Happening]
) -> Happened:
    records = service_of("company", ctx.uow, ctx.principal)
    return await happen(records, record_id, data)


ROUTES = [list_requirements, set_requirement, get_completeness, add_happening]
