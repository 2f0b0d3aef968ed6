"""Leaderboards: everybody sees the first three and themselves; who leads sees their teams."""

from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.analytics.figures import Figure, Grouping, both, column, sees_amounts, summed
from crm.analytics.periods import Period
from crm.analytics.ranks import followed
from crm.analytics.targets.measuring import COUNTED, Counted
from crm.analytics.targets.model import METRICS
from crm.analytics.targets.tasks import counter
from crm.analytics.winloss.service import LOST, WON
from crm.customers.company.model import COMPANY
from crm.customers.contact.model import CONTACT
from crm.records.pages.query import written
from crm.sales.deal.model import DEAL
from crm.sales.lead.model import LEAD
from kernel.filters import EVERYTHING, Group, Node, Test
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

TOP: Final = 3
CLOSED: Final = Group("or", (WON, LOST))
HIDDEN: Final = "ranks_hidden"
RANKED: Final[dict[str, Counted]] = COUNTED | {
    "product_sales": Counted(
        DEAL, "closed_at", both(WON, Test("products", "eq", value=True)), money=True
    ),
    "new_contacts": Counted(CONTACT, "created_at"),
    followed.NAME: Counted(COMPANY, "last_activity_at"),
    "follow_ups": Counted(ACTIVITY, "happened_at"),
    "win_rate": Counted(DEAL, "closed_at", CLOSED, share=WON),
    "answered_soon": Counted(LEAD, "created_at", share=Test("answered_soon", "eq", value=True)),
}
LABELS: Final[dict[str, Any]] = METRICS | {
    "product_sales": lazy("Product sales"),
    "new_contacts": lazy("New contacts"),
    followed.NAME: lazy("Companies followed up"),
    "follow_ups": lazy("Follow-ups"),
    "win_rate": lazy("Win rate"),
    "answered_soon": lazy("Leads answered within a day"),
}
# Whose share of fewer would be luck.
FEW: Final = 3

_MEMBERS: Final = """
SELECT m.id, m.team_id, coalesce(nullif(m.name, ''), p.name) AS name,
    m.preferences ? 'ranks_hidden' AS hidden
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.status = 'active'
"""
_HIDE: Final = """
UPDATE membership SET preferences = preferences || $3 WHERE tenant_id = $1 AND id = $2
"""
_SHOW: Final = """
UPDATE membership SET preferences = preferences - 'ranks_hidden' WHERE tenant_id = $1 AND id = $2
"""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """`filter` is there where the rows behind the value are seen by whoever asks.

    `value` is a count, an amount in minor units, or a rate in percent.
    """

    rank: int
    member_id: UUID
    name: str
    value: int
    me: bool
    filter: str | None


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """`of` is how many take part; `taking_part` whether whoever asks does."""

    metric: str
    plural: str
    of: int
    taking_part: bool
    places: list[Place]


async def board(uow: UnitOfWork, principal: Principal, metric: str, period: Period) -> Board | None:
    """The board of a metric (sales.md B11); none where its amounts are hidden.

    Equal values have the same rank. Who does not take part is on nobody's board but their own.
    """
    counted = RANKED[metric]
    if counted.money and not sees_amounts(principal, DEAL):
        return None
    members = {row["id"]: row for row in await uow.fetch(_MEMBERS, principal.tenant_id)}
    values = await _values(uow, principal, metric, period)
    playing = {i: values.get(i, 0) for i, row in members.items() if not row["hidden"]}
    places = [
        _place(principal, metric, period, members[i], value, playing)
        for i, value in sorted(playing.items(), key=lambda one: (-one[1], members[one[0]]["name"]))
    ]
    mine = members.get(principal.member_id)
    if mine is not None and mine["hidden"]:
        value = values.get(principal.member_id, 0)
        places.append(_place(principal, metric, period, mine, value, playing))
    return Board(
        metric=metric,
        plural=counted.kind.plural,
        of=len(playing),
        taking_part=mine is None or not mine["hidden"],
        places=[p for n, p in enumerate(places) if _shown(principal, counted, p, n, members)],
    )


async def take_part(uow: UnitOfWork, principal: Principal, *, shown: bool) -> None:
    """On the boards of others, or on one's own alone."""
    if shown:
        await uow.execute(_SHOW, principal.tenant_id, principal.member_id)
    else:
        hidden = {HIDDEN: True}
        await uow.execute(_HIDE, principal.tenant_id, principal.member_id, hidden)


async def _values(
    uow: UnitOfWork, principal: Principal, metric: str, period: Period
) -> dict[Any, int]:
    """Of everybody: a rank among some would be no rank."""
    counted = RANKED[metric]
    everybody = counter(principal.tenant_id, principal.currency, principal.time_zone)
    where, by = _asked(metric, everybody, period)
    parts = {"all": EVERYTHING, "such": counted.share or EVERYTHING}
    found = await summed(uow, everybody, counted.kind, where, parts, by)
    return {owner: _value(counted, **figures) for owner, figures in found.items()}


def _value(counted: Counted, all: Figure, such: Figure) -> int:
    if counted.share is not None:
        return round(100 * such.count / all.count) if all.count >= FEW else 0
    return (all.worth or 0) if counted.money else all.count


def _place(
    principal: Principal,
    metric: str,
    period: Period,
    row: Any,
    value: int,
    playing: dict[Any, int],
) -> Place:
    counted = RANKED[metric]
    where, by = _asked(metric, principal, period)
    return Place(
        rank=1 + sum(1 for other in playing.values() if other > value),
        member_id=row["id"],
        name=row["name"],
        value=value,
        me=row["id"] == principal.member_id,
        filter=written(both(where, by.test(row["id"])))
        if _leads(principal, counted, row)
        else None,
    )


def _asked(metric: str, principal: Principal, period: Period) -> tuple[Node, Grouping]:
    """Which rows count, and by whom."""
    if metric == followed.NAME:
        return EVERYTHING, followed.by_talker(principal, period)
    counted = RANKED[metric]
    return both(counted.where, period.during(counted.field, principal.time_zone)), column(
        "owner_id"
    )


def _shown(
    principal: Principal, counted: Counted, place: Place, number: int, members: dict[Any, Any]
) -> bool:
    return (number < TOP and place.value > 0) or _leads(
        principal, counted, members[place.member_id]
    )


def _leads(principal: Principal, counted: Counted, row: Any) -> bool:
    """Whether all of that member's rows are seen."""
    if row["id"] == principal.member_id:
        return True
    reach = principal.scope_of(counted.kind.name)
    return reach == "all" or (
        reach in {"below", "named"} and row["team_id"] in principal.teams_in(reach)
    )
