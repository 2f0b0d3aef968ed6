"""The JSON API of requirements, of completeness, and of what happens to customers."""

from uuid import UUID

import msgspec
from litestar import Response
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
from crm.records.api import API, answer
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
    responses={200: _ALL},
)
async def list_requirements(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer(Requirements(await requirements(ctx.uow)))


@put(
    _REQUIRED,
    needs="settings:workspace",
    operation_id="setCaptureRequirement",
    tags=_TAGS,
    responses={200: _ALL},
)
async def set_requirement(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[Requirement]
) -> Response[bytes]:
    await require(ctx.uow, ctx.principal, data, {*dict(kinds.offered(ctx.principal))})
    return answer(Requirements(await requirements(ctx.uow)))


@get(
    f"{_COMPANY}/completeness",
    needs="company:see",
    operation_id="completenessOfCompany",
    tags=_TAGS,
    responses={200: ResponseSpec(Completeness, generate_examples=False)},
)
async def get_completeness(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    record = await service_of("company", ctx.uow, ctx.principal).get(record_id)
    return answer(await completeness(ctx.uow, record))


@post(
    f"{_COMPANY}/happenings",
    needs="company:edit",
    operation_id="addHappening",
    tags=_TAGS,
    responses={201: ResponseSpec(Happened, generate_examples=False)},
)
async def add_happening(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Happening]
) -> Response[bytes]:
    records = service_of("company", ctx.uow, ctx.principal)
    return answer(await happen(records, record_id, data), 201)


ROUTES = [list_requirements, set_requirement, get_completeness, add_happening]
