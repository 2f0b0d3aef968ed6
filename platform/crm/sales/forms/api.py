"""The JSON API of forms, and of what leads agreed to."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, answer
from crm.sales.forms import service
from crm.sales.forms.consents import Submission, submissions
from crm.sales.forms.service import FormEdit, FormSeen, NewForm
from crm.sales.lead.service import Leads
from kernel.http import Ctx, get, patch, post

_AT = f"{API}/lead-forms"
_FORM = f"{_AT}/{{form_id:uuid}}"
_TAGS = ["Leads"]
NEEDS = "settings:workspace"


class Forms(msgspec.Struct):
    """All forms of the workspace."""

    items: list[FormSeen]


class Submissions(msgspec.Struct):
    """By which forms somebody became this lead."""

    items: list[Submission]


_ONE = ResponseSpec(FormSeen, generate_examples=False)


@get(_AT, needs=NEEDS, operation_id="listLeadForms", tags=_TAGS,
     responses={200: ResponseSpec(Forms, generate_examples=False)})  # fmt: skip
async def list_forms(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer(Forms(await service.forms(ctx.uow)))


@post(_AT, needs=NEEDS, operation_id="createLeadForm", tags=_TAGS, responses={201: _ONE})
async def create_form(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewForm]
) -> Response[bytes]:
    return answer(await service.make(ctx.uow, ctx.principal, data), 201)


@get(_FORM, needs=NEEDS, operation_id="getLeadForm", tags=_TAGS, responses={200: _ONE})
async def get_form(ctx: Ctx, workspace: FromPath[str], form_id: FromPath[UUID]) -> Response[bytes]:
    return answer(await service.form(ctx.uow, form_id))


@patch(_FORM, needs=NEEDS, operation_id="editLeadForm", tags=_TAGS, responses={200: _ONE})
async def edit_form(
    ctx: Ctx, workspace: FromPath[str], form_id: FromPath[UUID], data: JSONBody[FormEdit]
) -> Response[bytes]:
    return answer(await service.edit(ctx.uow, ctx.principal, form_id, data))


@get(
    f"{API}/leads/{{record_id:uuid}}/submissions",
    needs="lead:see",
    operation_id="submissionsOfLead",
    tags=_TAGS,
    responses={200: ResponseSpec(Submissions, generate_examples=False)},
)
async def lead_submissions(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    await Leads(ctx.uow, ctx.principal).get(record_id)
    return answer(Submissions(await submissions(ctx.uow, record_id)))


ROUTES = [list_forms, create_form, get_form, edit_form, lead_submissions]
