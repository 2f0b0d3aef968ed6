"""The JSON API of protections."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.customers.protection.service import Guard, lift, protect, protection_of
from crm.records.api import API
from crm.records.service import service_of
from kernel.http import Ctx, delete, get, put

_AT = f"{API}/companies/{{record_id:uuid}}/protection"


class Protecting(msgspec.Struct, forbid_unknown_fields=True):
    """For how many days from now, and why."""

    days: Annotated[int, msgspec.Meta(ge=1, le=3650)]
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Protections(msgspec.Struct):
    """The protection that holds, or none."""

    protection: Guard | None


@get(
    _AT,
    needs="company:see",
    operation_id="protectionOfCompany",
    tags=["Protection"],
)
async def get_protection(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Protections:
    await service_of("company", ctx.uow, ctx.principal).get(record_id)
    return Protections(await protection_of(ctx.uow, ctx.principal, record_id))


@put(
    _AT,
    needs="company:edit",
    operation_id="protectCompany",
    tags=["Protection"],
)
async def protect_company(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Protecting]
) -> Protections:
    records = service_of("company", ctx.uow, ctx.principal)
    return Protections(await protect(records, record_id, data.days, data.reason))


@delete(_AT, needs="company:edit", operation_id="liftProtectionOfCompany", tags=["Protection"])
async def lift_protection(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> None:
    await lift(service_of("company", ctx.uow, ctx.principal), record_id)


ROUTES = [get_protection, protect_company, lift_protection]
