"""Caps that hold when many take the last place at once: counted together with the COMMIT."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.entitled import NO_ROOM, Entitled
from kernel.model import OfWorkspace
from kernel.transaction import UnitOfWork, demanded

MONTHLY: Final = frozenset({"ai_questions", "api_calls"})


class Meter(OfWorkspace):
    """How much of something a workspace uses, never less than is true.

    Takers add to it; what goes away is found out by counting when the cap is reached. One whose
    name ends with a month (`ai_questions:2026-11`) begins anew with the next.
    """

    __tablename__ = "meter"

    name: Mapped[str] = mapped_column(primary_key=True)
    used: Mapped[int]
    # The share of the cap, in percent, of which its owners were warned.
    warned: Mapped[int] = mapped_column(server_default="0")
    counted_at: Mapped[datetime]


# Whoever takes holds the meter from here to the COMMIT that travels behind, so that no two see
# the same last place. `counted` knows the tables: see billing/usage/counting.py.
DEMAND_ROOM: Final = f"""
CREATE OR REPLACE FUNCTION demand_room(t uuid, what text, taken bigint, cap bigint, at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE many bigint;
BEGIN
    UPDATE meter m SET used = m.used + taken
    WHERE m.tenant_id = t AND m.name = what AND m.used + taken <= cap AND taken > 0;
    IF FOUND THEN RETURN; END IF;
    INSERT INTO meter AS m (tenant_id, name, used, counted_at) VALUES (t, what, 0, at)
    ON CONFLICT (tenant_id, name) DO UPDATE SET counted_at = excluded.counted_at;
    many := counted(t, what, at);
    IF many IS NULL THEN
        SELECT m.used + taken INTO many FROM meter m WHERE m.tenant_id = t AND m.name = what;
    END IF;
    IF many > cap THEN
        RAISE EXCEPTION '% %', what, cap USING ERRCODE = '{NO_ROOM}';
    END IF;
    UPDATE meter m SET used = many WHERE m.tenant_id = t AND m.name = what;
END $$
"""


def take(uow: UnitOfWork, entitled: Entitled, what: str, many: int = 1) -> None:
    """Let the COMMIT fail where the plan has no room for so many more; no question of its own.

    `many` 0 is for what is always counted, as seats are.
    """
    cap = entitled.cap(what)
    if cap is None:
        return
    uow.taken[what] = uow.taken.get(what, 0) + many
    tenant, name = UUID(str(uow.tenant_id)), metered(what)
    uow.demands[what] = (
        f"SELECT demand_room('{tenant}', '{name}', {uow.taken[what]:d}, {cap:d}, "
        f"'{clock.now().isoformat()}')"
    )


async def demand_now(uow: UnitOfWork, what: str) -> None:
    """Tell at once what the COMMIT would; the meter is held from here on."""
    if statement := uow.demands.pop(what, ""):
        del uow.taken[what]
        try:
            await uow.execute(statement)
        except asyncpg.PostgresError as error:
            if refusal := demanded(error):
                raise refusal from error
            raise


async def room(uow: UnitOfWork, entitled: Entitled, what: str) -> int | None:
    """How many more there is room for, the meter held until the COMMIT; None has no end."""
    cap = entitled.cap(what)
    if cap is None:
        return None
    await uow.execute(
        "INSERT INTO meter (tenant_id, name, used, counted_at) VALUES ($1, $2, 0, $3) "
        "ON CONFLICT (tenant_id, name) DO UPDATE SET counted_at = excluded.counted_at",
        uow.tenant_id,
        metered(what),
        clock.now(),
    )
    used = await uow.fetchval("SELECT counted($1, $2, $3)", uow.tenant_id, what, clock.now())
    return max(0, cap - int(used or 0))


async def recount(uow: UnitOfWork) -> None:
    """Count anew what lies in tables, when it came in past the doors or a meter has rested."""
    await uow.execute(
        "DELETE FROM meter WHERE tenant_id = $1 AND name IN ('contacts', 'storage')", uow.tenant_id
    )


def metered(what: str) -> str:
    """The meter's name; what is given by the month has one for each."""
    return f"{what}:{clock.now():%Y-%m}" if what in MONTHLY else what
