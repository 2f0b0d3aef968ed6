"""Seats for programs."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from billing.buying.standing import standing_of
from billing.seats import service
from billing.switch import demand_selling
from kernel.http import ALWAYS, Ctx, get, put

API = "/api/v1/{workspace:str}/billing/seats"
NEEDS = "settings:billing"
TAGS = ["Billing"]


class HolderView(msgspec.Struct, frozen=True):
    """A member whose role needs a seat; from `seatless_from` on they only look on."""

    id: UUID
    name: str
    role: str
    seated: bool
    seatless_from: datetime | None


class SeatsView(msgspec.Struct, frozen=True):
    """`taken` are those of members and of open invitations."""

    seats: int
    taken: int
    items: list[HolderView]


class Handing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose seat it was."""

    from_member: UUID = msgspec.field(name="from")


@get(API, needs=NEEDS, opt=ALWAYS, operation_id="listSeats", tags=TAGS)
async def list_seats(ctx: Ctx, workspace: FromPath[str]) -> SeatsView:
    there = await standing_of(ctx)
    people = await service.people(ctx.uow)
    items = [HolderView(p.id, p.name, p.role, p.seated, p.seatless_from) for p in people]
    return SeatsView(there.seats, there.taken, items)


@put(
    f"{API}/{{member_id:uuid}}",
    needs=NEEDS,
    opt=ALWAYS,
    status_code=204,
    operation_id="handOnSeat",
    tags=TAGS,
)
async def hand_on(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID], data: JSONBody[Handing]
) -> None:
    """The member takes the seat of another, who looks on from now on."""
    demand_selling()
    await service.hand_on(ctx.uow, ctx.principal, data.from_member, member_id)


ROUTES = [list_seats, hand_on]
