"""Seats: an active member, or an open invitation, with a role that does more than look."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kernel import clock
from kernel.entitled import Entitled
from kernel.rooms import demand_now, take
from kernel.transaction import UnitOfWork

SEATS = "seats"


async def taken(uow: UnitOfWork) -> int:
    """How many seats are taken."""
    many: int = await uow.fetchval("SELECT counted($1, $2, $3)", uow.tenant_id, SEATS, clock.now())
    return many


@asynccontextmanager
async def seating(uow: UnitOfWork, entitled: Entitled) -> AsyncIterator[None]:
    """What is done inside may take seats: refused with `NotInPlan` where there are none left.

    Seats that were too many before, after a downgrade, do not keep anybody from giving some back.
    """
    if entitled.cap(SEATS) is None:
        yield
        return
    before = await taken(uow)
    yield
    if await taken(uow) > before:
        take(uow, entitled, SEATS, 0)
        await demand_now(uow, SEATS)


async def seats_of(uow: UnitOfWork, entitled: Entitled) -> tuple[int, int] | None:
    """How many are taken, of how many; None where there is no end to them."""
    cap = entitled.cap(SEATS)
    return None if cap is None else (await taken(uow), cap)
