"""The open deals in which something was said, as far as the reader sees deal and visit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.customers.overview.ports import reads
from crm.records.scope import visible
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN: Final = 50

# A deal counts once, however often it was said there.
_DEALS: Final = """
SELECT DISTINCT {by}, d.id, d.name, d.amount_base, d.updated_at
FROM knowledge_mention m
JOIN activity a ON a.tenant_id = $1 AND a.id = m.record_id AND a.deleted_at IS NULL
JOIN link l ON l.tenant_id = $1 AND l.from_id = a.id AND l.kind = 'links'
JOIN deal d ON d.tenant_id = $1 AND d.id = l.to_id AND d.status = 'open' AND d.deleted_at IS NULL
WHERE m.tenant_id = $1 AND m.at > $2 AND {scope} AND {deals} {one}
"""
_STAKES: Final = """
SELECT {by}, count(*) AS deals, sum(s.amount_base)::bigint AS worth FROM ({deals}) s GROUP BY {by}
"""


class Stake(msgspec.Struct, frozen=True):
    """An open deal in which it was said."""

    id: UUID
    name: str
    worth: int | None


class AtStake(msgspec.Struct, frozen=True):
    """How many open deals, and what they come to; none where the reader sees no amounts."""

    deals: int
    worth: int | None


NONE: Final = AtStake(0, None)


def listens(me: Principal) -> bool:
    """Who does not read what was said in visits counts nothing of it."""
    return reads(me, ACTIVITY, "text", "links")


def since_days(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


async def stakes(
    uow: UnitOfWork, me: Principal, since: datetime, by: tuple[str, ...]
) -> dict[tuple[Any, ...], AtStake]:
    """By these columns of a mention."""
    if not (listens(me) and reads(me, DEAL)):
        return {}
    args = Args(me.tenant_id, since)
    sql = _STAKES.format(by=", ".join(f"s.{name}" for name in by), deals=_deals(me, args, by, ""))
    priced = reads(me, DEAL, "amount")
    return {
        tuple(row[name] for name in by): AtStake(row["deals"], row["worth"] if priced else None)
        for row in await uow.fetch(sql, *args.values)
    }


async def at_stake(
    uow: UnitOfWork, me: Principal, since: datetime, which: dict[str, Any]
) -> list[Stake]:
    """Where mentions that are `which` were heard."""
    if not (listens(me) and reads(me, DEAL)):
        return []
    args = Args(me.tenant_id, since)
    one = " ".join(f"AND m.{column} = {args(value)}" for column, value in which.items())
    rows = await uow.fetch(_deals(me, args, which, one) + f" LIMIT {SHOWN}", *args.values)
    priced = reads(me, DEAL, "amount")
    return [Stake(r["id"], r["name"], r["amount_base"] if priced else None) for r in rows]


def _deals(me: Principal, args: Args, by: Iterable[str], one: str) -> str:
    return _DEALS.format(
        by=", ".join(f"m.{name}" for name in by),
        scope=visible(me, args, "a", of=ACTIVITY),
        deals=visible(me, args, "d", of=DEAL),
        one=one,
    )
