"""The JSON API of who works where."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.customers.employment.service import EmploymentView, employ, employments
from crm.records.api import API
from crm.records.service import service_of
from kernel.http import Ctx, get, put

_AT = f"{API}/contacts/{{record_id:uuid}}/employments"
_TAGS = ["Contacts"]


class Employments(msgspec.Struct):
    """The companies of a contact, in their order."""

    items: list[EmploymentView]


class Place(msgspec.Struct, forbid_unknown_fields=True):
    """What the contact is there; `inactive_since` says that they have left, null that not."""

    role: Annotated[str, msgspec.Meta(max_length=200)] = ""
    inactive_since: date | None = None


@get(_AT, needs="contact:see", operation_id="employmentsOfContact", tags=_TAGS)
async def list_employments(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Employments:
    contact = await service_of("contact", ctx.uow, ctx.principal).get(record_id)
    return Employments(await employments(ctx.uow, ctx.principal, contact))


@put(
    f"{_AT}/{{company_id:uuid}}",
    needs="contact:edit",
    operation_id="setEmployment",
    tags=_TAGS,
)
async def set_employment(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    company_id: FromPath[UUID],
    data: JSONBody[Place],
) -> Employments:
    said = (record_id, company_id, data.role, data.inactive_since)
    return Employments(await employ(ctx.uow, ctx.principal, *said))


ROUTES = [list_employments, set_employment]
