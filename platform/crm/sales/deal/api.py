"""The JSON API of a deal's course: its stage, its end, and what lies beside it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, answer, known_version, shown
from crm.records.schemas import view_shape
from crm.sales.deal import spans
from crm.sales.deal.floors import decide
from crm.sales.deal.parts import Lines, Role, lines_of, roles_of, set_lines, set_role
from crm.sales.deal.service import Deals
from kernel.http import Ctx, delete, get, post, put

_ONE = ResponseSpec(view_shape("deal"), generate_examples=False)
_DEAL = f"{API}/deals/{{record_id:uuid}}"
_TAGS = ["Deals"]
Words = Annotated[str, msgspec.Meta(max_length=500)]


class Move(msgspec.Struct, forbid_unknown_fields=True):
    """The stage, and the deal under which it is put there; without one it comes on top."""

    stage_id: UUID
    below: UUID | None = None


class Loss(msgspec.Struct, forbid_unknown_fields=True):
    """Why it was lost, and the competitor who got it, if that is known."""

    reason: Words
    note: Words | None = None
    competitor_id: UUID | None = None


class PriceDecision(msgspec.Struct, forbid_unknown_fields=True):
    """Whether a manager agrees to a price below the floor."""

    approved: bool


class Note(msgspec.Struct, forbid_unknown_fields=True):
    """A word about it."""

    note: Words | None = None


class Checklist(msgspec.Struct, forbid_unknown_fields=True):
    """All items that are done."""

    done: Annotated[list[Words], msgspec.Meta(max_length=100)]


class SpanView(msgspec.Struct):
    """A stay in a stage; `to_at` is none where the deal stands now."""

    stage_id: UUID
    name: str
    from_at: datetime
    to_at: datetime | None


class OutcomeView(msgspec.Struct):
    """How a competitor fared."""

    competitor_id: UUID
    outcome: Literal["won", "beaten", "neither"]


class RoleView(msgspec.Struct):
    """The part of a contact."""

    contact_id: UUID
    role: str


class CourseView(msgspec.Struct):
    """Where a deal stood, who plays what part in it, and how competitors fared."""

    stages: list[SpanView]
    roles: list[RoleView]
    competitors: list[OutcomeView]


@post(
    f"{_DEAL}/stage",
    needs="deal:edit",
    operation_id="moveDeal",
    tags=_TAGS,
    status_code=200,
    responses={200: _ONE},
)
async def move(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Move]
) -> Response[bytes]:
    deals = Deals(ctx.uow, ctx.principal)
    version = known_version(ctx)
    return shown(await deals.move(record_id, data.stage_id, below=data.below, version=version))


@post(
    f"{_DEAL}/winning",
    needs="deal:edit",
    operation_id="winDeal",
    tags=_TAGS,
    status_code=200,
    responses={200: _ONE},
)
async def win(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    return shown(await Deals(ctx.uow, ctx.principal).win(record_id))


@post(
    f"{_DEAL}/price-decision",
    needs="deal:transfer",
    operation_id="decidePrice",
    tags=_TAGS,
    status_code=200,
    responses={200: _ONE},
)
async def decide_price(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[PriceDecision]
) -> Response[bytes]:
    deals = Deals(ctx.uow, ctx.principal)
    return shown(await decide(deals, record_id, approved=data.approved))


@post(
    f"{_DEAL}/loss",
    needs="deal:edit",
    operation_id="loseDeal",
    tags=_TAGS,
    status_code=200,
    responses={200: _ONE},
)
async def lose(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Loss]
) -> Response[bytes]:
    deals = Deals(ctx.uow, ctx.principal)
    return shown(await deals.lose(record_id, data.reason, data.note, data.competitor_id))


@post(
    f"{_DEAL}/invalidation",
    needs="deal:edit",
    operation_id="invalidateDeal",
    tags=_TAGS,
    status_code=200,
    responses={200: _ONE},
)
async def invalidate(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    data: JSONBody[Note | None] = None,
) -> Response[bytes]:
    note = data.note if data is not None else None
    return shown(await Deals(ctx.uow, ctx.principal).invalidate(record_id, note))


def _reopening(word: str, operation_id: str) -> object:
    @delete(
        f"{_DEAL}/{word}",
        needs="deal:edit",
        operation_id=operation_id,
        tags=_TAGS,
        status_code=200,
        responses={200: _ONE},
    )
    async def reopen(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        return shown(await Deals(ctx.uow, ctx.principal).reopen(record_id))

    return reopen


@put(
    f"{_DEAL}/checklist",
    needs="deal:edit",
    operation_id="checkDeal",
    tags=_TAGS,
    responses={200: _ONE},
)
async def check(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Checklist]
) -> Response[bytes]:
    return shown(await Deals(ctx.uow, ctx.principal).check(record_id, data.done))


@get(
    f"{_DEAL}/course",
    needs="deal:see",
    operation_id="courseOfDeal",
    tags=_TAGS,
    responses={200: ResponseSpec(CourseView, generate_examples=False)},
)
async def course(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Response[bytes]:
    await Deals(ctx.uow, ctx.principal).get(record_id)
    found = {
        "stages": await spans.spans_of(ctx.uow, ctx.principal, record_id),
        "roles": await roles_of(ctx.uow, ctx.principal, record_id),
        "competitors": await spans.outcomes_of(ctx.uow, ctx.principal, record_id),
    }
    return answer(found)


@put(
    f"{_DEAL}/roles/{{contact_id:uuid}}", needs="deal:edit", operation_id="setDealRole", tags=_TAGS
)
async def put_role(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    contact_id: FromPath[UUID],
    data: JSONBody[Role],
) -> RoleView:
    deals = Deals(ctx.uow, ctx.principal)
    await set_role(deals, record_id, contact_id, data.role)
    return RoleView(contact_id, data.role)


@get(f"{_DEAL}/lines", needs="deal:see", operation_id="linesOfDeal", tags=_TAGS)
async def get_lines(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Lines:
    await Deals(ctx.uow, ctx.principal).get(record_id)
    return await lines_of(ctx.uow, ctx.principal, record_id)


@put(f"{_DEAL}/lines", needs="deal:edit", operation_id="setDealLines", tags=_TAGS)
async def put_lines(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Lines]
) -> Lines:
    await set_lines(Deals(ctx.uow, ctx.principal), record_id, data)
    return await lines_of(ctx.uow, ctx.principal, record_id)


ROUTES = [
    move,
    decide_price,
    win,
    lose,
    invalidate,
    _reopening("winning", "unwinDeal"),
    _reopening("loss", "unloseDeal"),
    _reopening("invalidation", "revalidateDeal"),
    check,
    course,
    put_role,
    get_lines,
    put_lines,
]
