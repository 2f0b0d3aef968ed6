"""Objections and needs by topic: how often, whether more than before, and what is at stake.

Everybody counts the activities and deals that they see themselves: there is no figure of the
whole firm that would tell a rep of other people's customers.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.knowledge.hearing.reading import Heard, heard
from crm.knowledge.mining.stakes import NONE, AtStake, Stake, at_stake, listens, since_days, stakes
from crm.records.scope import visible
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
_ROWS: Final = """
SELECT a.id, a.text, a.happened_at, a.owner_id, m.heard, m.topic FROM knowledge_mention m
JOIN activity a ON a.tenant_id = $1 AND a.id = m.record_id AND a.deleted_at IS NULL
WHERE m.tenant_id = $1 AND m.at > $2 AND {one} AND {scope}
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


class Topic(msgspec.Struct, frozen=True):
    """The rows behind the numbers of a cluster."""

    kind: Heard
    topic: str
    voices: list[Voice]
    deals: list[Stake]


async def clusters(uow: UnitOfWork, me: Principal, days: int = DAYS) -> list[Cluster]:
    """What was heard in the last days, the most frequent first."""
    if not listens(me):
        return []
    since, half = since_days(days), since_days(days / 2)
    args = Args(me.tenant_id, since, half)
    sql = _COUNTS.format(scope=visible(me, args, "a", of=ACTIVITY))
    rows = await uow.fetch(sql, *args.values)
    worth = await stakes(uow, me, since, ("heard", "topic"))
    found = [_cluster(row, worth.get((row["kind"], row["topic"]), NONE)) for row in rows]
    return sorted(found, key=lambda one: (-one.mentions, one.kind, one.topic))


async def topic(uow: UnitOfWork, me: Principal, kind: Heard, name: str, days: int = DAYS) -> Topic:
    """Who said so, and the deals at stake."""
    which = {"heard": kind, "topic": name}
    voices = await spoken(uow, me, days, which)
    return Topic(kind, name, voices, await at_stake(uow, me, since_days(days), which))


async def spoken(uow: UnitOfWork, me: Principal, days: int, which: dict[str, Any]) -> list[Voice]:
    """Where mentions that are `which` were heard, the latest first."""
    if not listens(me):
        return []
    args = Args(me.tenant_id, since_days(days))
    one = " AND ".join(f"m.{column} = {args(value)}" for column, value in which.items())
    sql = _ROWS.format(scope=visible(me, args, "a", of=ACTIVITY), one=one, shown=SHOWN)
    return [_voice(row) for row in await uow.fetch(sql, *args.values)]


def _cluster(row: Any, stake: AtStake) -> Cluster:
    return Cluster(
        kind=row["kind"],
        topic=row["topic"],
        mentions=row["mentions"],
        lately=row["lately"],
        before=row["mentions"] - row["lately"],
        deals=stake.deals,
        worth=stake.worth,
    )


def _voice(row: Any) -> Voice:
    which = (row["heard"], row["topic"])
    said = (one.clause for one in heard(row["text"]) if (one.kind, one.topic) == which)
    return Voice(row["id"], row["happened_at"], row["owner_id"], next(said, row["text"][:200]))
