"""Deals that ended with knowledge and without, and what members contribute."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.scope import visible
from crm.records.shares import share, wilson
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SINCE: Final = timedelta(days=365)
BEST: Final = 10
# What a member's part in the knowledge of the firm is worth, in points.
KEPT: Final = 5
HELPED: Final = 3
THANKED: Final = 2
OPENED: Final = 1
_GIVEN: Final = ("kept", "helped", "thanked", "opened")

# Opened or quoted before the deal ended; that it was shown proves nothing.
_OUTCOMES: Final = """
SELECT EXISTS (
        SELECT 1 FROM knowledge_use u WHERE u.tenant_id = $1 AND u.about_id = d.id
            AND u.way IN ('opened', 'quoted') AND u.day <= d.closed_at::date) AS used,
    count(*) FILTER (WHERE d.status = 'won') AS won, count(*) AS closed
FROM deal d
WHERE d.tenant_id = $1 AND d.status IN ('won', 'lost') AND d.closed_at > $2
    AND d.deleted_at IS NULL AND {scope}
GROUP BY 1
"""
_HELPING: Final = """
SELECT k.id, k.name, k.kind,
    (SELECT count(*) FROM knowledge_vote v
     WHERE v.tenant_id = $1 AND v.item_id = k.id AND v.helped) AS helped,
    (SELECT count(*) FROM knowledge_use u
     WHERE u.tenant_id = $1 AND u.item_id = k.id AND u.way <> 'shown') AS used
FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.state = 'published' AND k.deleted_at IS NULL
ORDER BY helped DESC, used DESC, k.id DESC LIMIT {most}
"""
_POINTS: Final = """
SELECT c.member_id, sum(c.kept) AS kept, sum(c.helped) AS helped, sum(c.thanked) AS thanked,
    sum(c.opened) AS opened
FROM (
    SELECT k.created_by AS member_id, 1 AS kept,
        (SELECT count(*) FROM knowledge_vote v WHERE v.tenant_id = $1 AND v.item_id = k.id
            AND v.helped AND v.member_id <> k.created_by) AS helped,
        (SELECT count(*) FROM knowledge_thanks n WHERE n.tenant_id = $1 AND n.item_id = k.id
            AND n.member_id <> k.created_by) AS thanked,
        (SELECT count(DISTINCT u.member_id) FROM knowledge_use u
         WHERE u.tenant_id = $1 AND u.item_id = k.id AND u.way = 'opened'
            AND u.member_id <> k.created_by) AS opened
    FROM knowledge_item k
    WHERE k.tenant_id = $1 AND k.edition >= 1 AND k.deleted_at IS NULL
        AND k.created_by IS NOT NULL
) c GROUP BY c.member_id
"""


class Outcome(msgspec.Struct, frozen=True):
    """Deals that were closed; the interval is Wilson's, 95 %. None of none."""

    closed: int
    won: int
    rate: float | None
    low: float | None
    high: float | None


class Outcomes(msgspec.Struct, frozen=True):
    """Observed, not proven: who opens knowledge may differ in other ways too."""

    used: Outcome
    unused: Outcome


class Helping(msgspec.Struct, frozen=True):
    """A piece of knowledge, how many it helped and how often it was opened or quoted."""

    id: UUID
    name: str
    kind: str
    helped: int
    used: int


class Contribution(msgspec.Struct, frozen=True):
    """What a member gave: published pieces, and what they did for others."""

    member_id: UUID
    kept: int
    helped: int
    thanked: int
    opened: int

    @property
    def points(self) -> int:
        """All of it in one number."""
        return (
            KEPT * self.kept + HELPED * self.helped + THANKED * self.thanked + OPENED * self.opened
        )


async def outcomes(uow: UnitOfWork, me: Principal) -> Outcomes | None:
    """Of the last year's deals that the member sees; none for who sees no deals."""
    if not me.may("deal:see"):
        return None
    args = Args(me.tenant_id, clock.now() - SINCE)
    sql = _OUTCOMES.format(scope=visible(me, args, "d", of=DEAL))
    found = {row["used"]: row for row in await uow.fetch(sql, *args.values)}
    return Outcomes(_outcome(found.get(True)), _outcome(found.get(False)))


async def helping(uow: UnitOfWork, me: Principal) -> list[Helping]:
    """The published pieces that helped most."""
    rows = await uow.fetch(_HELPING.format(most=BEST), me.tenant_id)
    return [Helping(**row) for row in rows if row["helped"] or row["used"]]


async def contributions(uow: UnitOfWork, me: Principal) -> list[Contribution]:
    """Everybody who gave something that was published, the most points first."""
    rows = await uow.fetch(_POINTS, me.tenant_id)
    found = [Contribution(row["member_id"], *(int(row[n]) for n in _GIVEN)) for row in rows]
    return sorted(found, key=lambda one: (-one.points, str(one.member_id)))[:BEST]


def _outcome(row: Any) -> Outcome:
    closed, won = (row["closed"], row["won"]) if row else (0, 0)
    low, high = wilson(won, closed) or (None, None)
    return Outcome(closed, won, share(won, closed), low, high)
