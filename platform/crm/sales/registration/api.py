"""The JSON API of decisions on registrations, and of who holds a customer."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, answer, shown
from crm.records.pointing import known_ids
from crm.records.reading import fetch
from crm.records.schemas import view_shape
from crm.records.service import service_of
from crm.sales.registration.deciding import Approval, Rejection, approve, reject
from crm.sales.registration.holding import Holder, holders
from crm.sales.registration.service import Registrations
from kernel.http import Ctx, get, post

_AT = f"{API}/registrations/{{record_id:uuid}}"
_TAGS = ["Deal registrations"]
_ONE = {200: ResponseSpec(view_shape("registration"), generate_examples=False)}


class Holders(msgspec.Struct):
    """Who holds a customer, and who else wants to."""

    items: list[Holder]


_HOLDERS = {200: ResponseSpec(Holders, generate_examples=False)}


@post(
    f"{_AT}/approval",
    needs="registration:transfer",
    operation_id="approveRegistration",
    tags=_TAGS,
    status_code=200,
    responses=_ONE,
)
async def approve_registration(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Approval]
) -> Response[bytes]:
    return shown(await approve(ctx.uow, ctx.principal, record_id, data))


@post(
    f"{_AT}/rejection",
    needs="registration:transfer",
    operation_id="rejectRegistration",
    tags=_TAGS,
    status_code=200,
    responses=_ONE,
)
async def reject_registration(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Rejection]
) -> Response[bytes]:
    return shown(await reject(ctx.uow, ctx.principal, record_id, data.reason))


@get(
    f"{_AT}/rivals",
    needs="registration:see",
    operation_id="rivalsOfRegistration",
    tags=_TAGS,
    responses=_HOLDERS,
)
async def rivals(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    kind = Registrations(ctx.uow, ctx.principal).kind
    row = await fetch(ctx.uow, ctx.principal, kind, record_id)
    companies = known_ids(row, "companies")
    found = await holders(ctx.uow, ctx.principal, row, companies, but=(record_id,))
    return answer(Holders(found))


@get(
    f"{API}/companies/{{record_id:uuid}}/registrations",
    needs="company:see",
    operation_id="registrationsOfCompany",
    tags=_TAGS,
    responses=_HOLDERS,
)
async def of_company(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    company = await service_of("company", ctx.uow, ctx.principal).get(record_id)
    return answer(Holders(await holders(ctx.uow, ctx.principal, company, [record_id])))


ROUTES = [approve_registration, reject_registration, rivals, of_company]
