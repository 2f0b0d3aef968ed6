"""What comes up again and again, as each reader sees it: how often, the trend, what is at stake."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.knowledge.hearing.reading import Heard
from crm.knowledge.mining.service import DAYS, Topic, spoken
from crm.knowledge.mining.stakes import NONE, AtStake, at_stake, listens, since_days, stakes
from crm.records.scope import visible
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN: Final = 8

# Of its terms those that stand in a visit which the reader sees: others are none of their business.
_THEMES: Final = """
WITH said AS MATERIALIZED (
    SELECT m.theme_id, m.heard, m.topic, m.at, lower(a.text) AS words
    FROM knowledge_mention m
    JOIN activity a ON a.tenant_id = $1 AND a.id = m.record_id AND a.deleted_at IS NULL
    WHERE m.tenant_id = $1 AND m.at > $2 AND m.theme_id IS NOT NULL AND {scope}
)
SELECT s.theme_id AS id, s.heard AS kind, mode() WITHIN GROUP (ORDER BY s.topic) AS topic,
    count(*) AS mentions, count(*) FILTER (WHERE s.at > $3) AS lately, h.since,
    ARRAY(SELECT t.term FROM unnest(h.terms) WITH ORDINALITY AS t (term, place)
          WHERE EXISTS (SELECT 1 FROM said o
                        WHERE o.theme_id = s.theme_id AND strpos(o.words, lower(t.term)) > 0)
          ORDER BY t.place) AS terms
FROM said s JOIN knowledge_theme h ON h.tenant_id = $1 AND h.id = s.theme_id {one}
GROUP BY s.theme_id, s.heard, h.terms, h.since
ORDER BY count(*) DESC, s.theme_id LIMIT {shown}
"""


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """`terms` tell it, the most telling first; `topic` is what most of it is about.

    `before` is as long a time as `lately`; `since` is when it was first found.
    `worth` is in the base currency's minor units, none where the reader sees no amounts.
    """

    id: UUID
    kind: Heard
    topic: str
    terms: list[str]
    mentions: int
    lately: int
    before: int
    deals: int
    worth: int | None
    since: datetime


async def themes(uow: UnitOfWork, me: Principal, days: int = DAYS) -> list[Theme]:
    """What was said in the last days, the most frequent first."""
    if not listens(me):
        return []
    rows = await _rows(uow, me, days)
    worth = await stakes(uow, me, since_days(days), ("theme_id",)) if rows else {}
    return [_theme(row, worth.get((row["id"],), NONE)) for row in rows]


async def theme(uow: UnitOfWork, me: Principal, id: UUID, days: int = DAYS) -> tuple[Theme, Topic]:
    """One of them and its rows; `NotFound` where the reader sees none of these."""
    rows = await _rows(uow, me, days, id) if listens(me) else []
    if not rows:
        raise NotFound
    which = {"theme_id": id}
    voices = await spoken(uow, me, days, which)
    deals = await at_stake(uow, me, since_days(days), which)
    worth = await stakes(uow, me, since_days(days), ("theme_id",))
    found = _theme(rows[0], worth.get((id,), NONE))
    return found, Topic(found.kind, found.topic, voices, deals)


async def _rows(uow: UnitOfWork, me: Principal, days: int, id: UUID | None = None) -> list[Any]:
    args = Args(me.tenant_id, since_days(days), since_days(days / 2))
    scope = visible(me, args, "a", of=ACTIVITY)
    one = f"AND h.id = {args(id)}" if id else ""
    return await uow.fetch(_THEMES.format(scope=scope, one=one, shown=SHOWN), *args.values)


def _theme(row: Any, stake: AtStake) -> Theme:
    return Theme(
        id=row["id"],
        kind=row["kind"],
        topic=row["topic"],
        terms=row["terms"],
        mentions=row["mentions"],
        lately=row["lately"],
        before=row["mentions"] - row["lately"],
        deals=stake.deals,
        worth=stake.worth,
        since=row["since"],
    )
