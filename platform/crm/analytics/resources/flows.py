"""What came into each pool of companies, and what was taken out of it (sales.md B18)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.analytics.figures import Figure, Grouping, summed
from crm.analytics.periods import Period
from crm.analytics.questions import span_of
from crm.customers.company.model import COMPANY
from crm.customers.pool.service import pools
from crm.records.questions import ask
from kernel.filters import EVERYTHING, Test
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

NOTHING: Final = Figure(worth=None, weighted=None)
# By which question the rows are found, and by which moment they count.
_MOVES: Final = {"pool_came": "entered_at", "pool_left": "left_at"}


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A pool: what lies in it now, what came and what left in the period."""

    pool_id: UUID
    name: str
    waiting: int
    came: Figure
    left: Figure


async def flows(uow: UnitOfWork, principal: Principal, period: Period) -> list[Flow]:
    """Of the pools that the principal sees, and of the companies among what moved."""
    mine = await pools(uow, principal, "company")
    first, after = period.moments(principal.time_zone)
    whole = {"all": EVERYTHING}
    came, left = [
        await summed(uow, principal, COMPANY, EVERYTHING, whole, _moved(name, first, after))
        for name in _MOVES
    ]
    return [
        Flow(
            pool_id=one.id,
            name=one.name,
            waiting=one.waiting,
            came=came.get(one.id, {}).get("all", NOTHING),
            left=left.get(one.id, {}).get("all", NOTHING),
        )
        for one in mine
    ]


def _moved(name: str, first: datetime, after: datetime) -> Grouping:
    """Each company once for each pool."""
    said = [first.isoformat(), after.isoformat()]
    return Grouping(
        "be.pool_id",
        lambda key: Test(name, "eq", [str(key), *said]),
        lambda args: (
            "JOIN (SELECT DISTINCT e.record_id, e.pool_id FROM pool_entry e "
            f"WHERE e.tenant_id = $1 AND {_during(name, args(first), args(after))}) be "
            "ON be.record_id = a.id"
        ),
    )


def _during(name: str, first: str, after: str) -> str:
    return f"e.{_MOVES[name]} >= {first} AND e.{_MOVES[name]} < {after}"


def _question(name: str) -> Any:
    def sql(test: Test, principal: Principal, args: Args, alias: str) -> str:
        pool, first, after = span_of(test.value)
        return (
            f"EXISTS (SELECT 1 FROM pool_entry e WHERE e.tenant_id = {args(principal.tenant_id)} "
            f"AND e.record_id = {alias}.id AND e.pool_id = {args(pool)} "
            f"AND {_during(name, args(first), args(after))})"
        )

    return sql


ask("company", "pool_came", lazy("Came into the pool in the period"), _question("pool_came"))
ask("company", "pool_left", lazy("Left the pool in the period"), _question("pool_left"))
