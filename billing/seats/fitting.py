"""As many members keep a seat as are paid for; nobody is shown out, the others look on."""

from typing import Any, Final
from uuid import UUID

from kernel import clock
from kernel.transaction import UnitOfWork

# Owners first, then who has been here longest: those lose their seat last.
_SEATED: Final = """
SELECT m.id, m.role, m.seatless_from FROM membership m
WHERE m.tenant_id = $1 AND m.status = 'active' AND pays_seat($1, m.role)
ORDER BY m.tenant_id, m.role <> 'owner', m.created_at, m.id FOR NO KEY UPDATE
"""
_SET: Final = """
UPDATE membership SET seatless_from = $3
WHERE tenant_id = $1 AND id = ANY($2) AND seatless_from IS DISTINCT FROM $3
"""


async def holders(uow: UnitOfWork) -> list[Any]:
    """Members whose role needs a seat, those who keep theirs longest first; held."""
    return await uow.fetch(_SEATED, uow.tenant_id)


async def fit(uow: UnitOfWork, cap: int | None) -> None:
    """Give seats back while there are some, take away what is too much."""
    now = clock.now()
    people = await holders(uow)
    seated = [one["id"] for one in people if not _without(one, now)]
    waiting = [one["id"] for one in people if _without(one, now)]
    if cap is not None and len(seated) > cap:
        await seat(uow, seated[cap:], now)
    elif waiting:
        room = len(waiting) if cap is None else cap - len(seated)
        await seat(uow, waiting[: max(room, 0)], None)


async def seat(uow: UnitOfWork, members: list[UUID], seatless_from: Any) -> None:
    """From then on without a seat, or with one again."""
    if members:
        await uow.execute(_SET, uow.tenant_id, members, seatless_from)


async def keep_planned_seats(uow: UnitOfWork) -> None:
    """They changed their mind: nobody loses a seat later."""
    await uow.execute(
        "UPDATE membership SET seatless_from = NULL WHERE tenant_id = $1 AND seatless_from > $2",
        uow.tenant_id,
        clock.now(),
    )


def _without(one: Any, now: Any) -> bool:
    return one["seatless_from"] is not None and one["seatless_from"] <= now
