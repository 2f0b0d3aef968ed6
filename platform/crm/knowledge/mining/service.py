"""Objections and needs by topic: how often, whether more than before, and what is at stake.

Everybody counts the activities and deals that they see themselves: there is no figure of the
whole firm that would tell a rep of other people's customers.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.customers.overview.ports import reads
from crm.knowledge.hearing.reading import Heard, heard
from crm.records.scope import visible
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

DAYS: Final = 90
SHOWN: Final = 50

_COUNTS: Final = """
SELECT m.heard AS kind, m.topic, count(*) AS mentions, count(*) FILTER (WHERE m.at > $3) AS lately
FROM knowledge_mention m
JOIN activity a ON a.tenant_id = $1 AND a.id = m.record_id AND a.deleted_at IS NULL
WHERE m.tenant_id = $1 AND m.at > $2 AND {scope}
GROUP BY m.heard, m.topic
"""
# A deal counts once for a topic, however often it was said there.
_DEALS: Final = """
SELECT DISTINCT m.heard AS kind, m.topic, d.id, d.name, d.amount_base, d.updated_at
FROM knowledge_mention m
JOIN activity a ON a.tenant_id = $1 AND a.id = m.record_id AND a.deleted_at IS NULL
JOIN link l ON l.tenant_id = $1 AND l.from_id = a.id AND l.kind = 'links'
JOIN deal d ON d.tenant_id = $1 AND d.id = l.to_id AND d.status = 'open' AND d.deleted_at IS NULL
WHERE m.tenant_id = $1 AND m.at > $2 AND {scope} AND {deals} {one}
"""
_STAKES: Final = """
SELECT s.kind, s.topic, count(*) AS deals, sum(s.amount_base)::bigint AS worth
FROM ({deals}) s GROUP BY s.kind, s.topic
"""
_ROWS: Final = """
SELECT a.id, a.text, a.happened_at, a.owner_id FROM knowledge_mention m
JOIN activity a ON a.tenant_id = $1 AND a.id = m.record_id AND a.deleted_at IS NULL
WHERE m.tenant_id = $1 AND m.heard = $3 AND m.topic = $4 AND m.at > $2 AND {scope}
ORDER BY m.tenant_id DESC, m.at DESC, m.record_id DESC LIMIT {shown}
"""


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """One topic of objections or needs; `before` is as long a time as `lately`.

    `worth` is in the base currency's minor units, none where the reader sees no amounts.
    """

    kind: Heard
    topic: str
    mentions: int
    lately: int
    before: int
    deals: int
    worth: int | None


class Voice(msgspec.Struct, frozen=True):
    """Where it was said: the activity, and the words."""

    id: UUID
    at: datetime
    owner_id: UUID | None
    words: str


class Stake(msgspec.Struct, frozen=True):
    """An open deal in which it was said."""

    id: UUID
    name: str
    worth: int | None


class Topic(msgspec.Struct, frozen=True):
    """The rows behind the numbers of a cluster."""

    kind: Heard
    topic: str
    voices: list[Voice]
    deals: list[Stake]


async def clusters(uow: UnitOfWork, me: Principal, days: int = DAYS) -> list[Cluster]:
    """What was heard in the last days, the most frequent first."""
    if not _listens(me):
        return []
    since, half = _since(days), _since(days / 2)
    args = Args(me.tenant_id, since, half)
    sql = _COUNTS.format(scope=visible(me, args, "a", of=ACTIVITY))
    rows = await uow.fetch(sql, *args.values)
    stakes: dict[tuple[str, str], Any] = {}
    if reads(me, DEAL):
        args = Args(me.tenant_id, since)
        sql = _STAKES.format(deals=_deals(me, args))
        stakes = {(r["kind"], r["topic"]): r for r in await uow.fetch(sql, *args.values)}
    priced = reads(me, DEAL, "amount")
    found = [_cluster(row, stakes.get((row["kind"], row["topic"])), priced) for row in rows]
    return sorted(found, key=lambda one: (-one.mentions, one.kind, one.topic))


async def topic(uow: UnitOfWork, me: Principal, kind: Heard, name: str, days: int = DAYS) -> Topic:
    """Who said so, and the deals at stake."""
    if not _listens(me):
        return Topic(kind, name, [], [])
    args = Args(me.tenant_id, _since(days), kind, name)
    sql = _ROWS.format(scope=visible(me, args, "a", of=ACTIVITY), shown=SHOWN)
    voices = [_voice(row, kind, name) for row in await uow.fetch(sql, *args.values)]
    deals: list[Stake] = []
    if reads(me, DEAL):
        args = Args(me.tenant_id, _since(days))
        one = f"AND m.heard = {args(kind)} AND m.topic = {args(name)}"
        priced = reads(me, DEAL, "amount")
        rows = await uow.fetch(_deals(me, args, one) + f" LIMIT {SHOWN}", *args.values)
        deals = [Stake(r["id"], r["name"], r["amount_base"] if priced else None) for r in rows]
    return Topic(kind, name, voices, deals)


def _listens(me: Principal) -> bool:
    """Who does not read what was said in visits counts nothing of it."""
    return reads(me, ACTIVITY, "text", "links")


def _since(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


def _deals(me: Principal, args: Args, one: str = "") -> str:
    return _DEALS.format(
        scope=visible(me, args, "a", of=ACTIVITY), deals=visible(me, args, "d", of=DEAL), one=one
    )


def _cluster(row: Any, stake: Any, priced: bool) -> Cluster:  # noqa: FBT001 -- a fact of the reader
    return Cluster(
        kind=row["kind"],
        topic=row["topic"],
        mentions=row["mentions"],
        lately=row["lately"],
        before=row["mentions"] - row["lately"],
        deals=stake["deals"] if stake else 0,
        worth=stake["worth"] if stake and priced else None,
    )


def _voice(row: Any, kind: str, name: str) -> Voice:
    said = (one.clause for one in heard(row["text"]) if (one.kind, one.topic) == (kind, name))
    return Voice(row["id"], row["happened_at"], row["owner_id"], next(said, row["text"][:200]))
