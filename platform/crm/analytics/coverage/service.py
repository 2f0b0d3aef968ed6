"""Per territory and rolled up the tree: accounts, pipeline, wins, visits, and what is neglected."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.analytics.figures import Figure, Grouping, both, sees_amounts, summed
from crm.analytics.periods import Period
from crm.customers.company.model import COMPANY
from crm.customers.territory.tree import Territory, tree_of
from crm.records.pages.query import written
from crm.records.scope import visible
from crm.records.types import RecordType
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.filters import EVERYTHING, Group, Node, Test
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

UNTOUCHED: Final = timedelta(days=30)
_HERE: Final = "ts.tenant_id = $1 AND ts.record_id = {company} AND ts.ended_at IS NULL"
# The territories of a row as one text: a deal or a visit may concern companies of several.
_KEY: Final = "CROSS JOIN LATERAL (SELECT array_to_string(ARRAY({rows} ORDER BY 1), ' ') AS ids) tt"


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """A territory with all below it; without an id, the companies that are in none.

    Visits and wins are those of the period, the rest is as of now. `members` work there or below.
    Of what is in none only companies are counted.
    """

    territory_id: UUID | None
    name: str
    depth: int
    members: list[UUID]
    accounts: Figure
    untouched: Figure
    pipeline: Figure | None = None
    won: Figure | None = None
    visits: Figure | None = None


class Counted(msgspec.Struct, frozen=True):
    """What is counted of a type; `field` leads from its rows to the territory."""

    kind: RecordType
    field: str
    parts: Mapping[str, Node]
    where: Node = EVERYTHING


async def coverage(uow: UnitOfWork, principal: Principal, period: Period) -> list[Coverage]:
    """Of what the principal sees (sales.md B9), in the order of the tree."""
    tree = tree_of(principal)
    found = [
        (counted, await _grouped(uow, principal, counted)) for counted in _asked(principal, period)
    ]
    lines = []
    for one in tree.items:
        below = tree.below(one.id)
        ids = frozenset(str(t.id) for t in below)
        figures = _rolled(principal, found, _within(one), ids)
        lines.append(_line(one, below, figures))
    if not lines:
        return []
    figures = _rolled(principal, found[:1], _nowhere)
    return [*lines, Coverage(territory_id=None, name="", depth=0, members=[], **figures)]


def _asked(principal: Principal, period: Period) -> list[Counted]:
    long_ago = (clock.now() - UNTOUCHED).isoformat()
    never = both(Test("last_activity_at", "is_empty"), Test("created_at", "lt", long_ago))
    lately = period.during("closed_at", principal.time_zone)
    visited = both(Test("kind", "eq", "visit"), period.during("happened_at", principal.time_zone))
    untouched = Group("or", (Test("last_activity_at", "lt", long_ago), never))
    deals = {
        "pipeline": Test("status", "eq", "open"),
        "won": both(Test("status", "eq", "won"), lately),
    }
    return [
        Counted(COMPANY, "territory", {"accounts": EVERYTHING, "untouched": untouched}),
        Counted(DEAL, "companies.territory", deals),
        Counted(ACTIVITY, "links.territory", {"visits": EVERYTHING}, visited),
    ]


async def _grouped(
    uow: UnitOfWork, principal: Principal, counted: Counted
) -> dict[Any, dict[str, Figure]]:
    def join(args: Args) -> str:
        if counted.kind is COMPANY:
            rows = f"SELECT ts.territory_id FROM territory_span ts WHERE {_HERE}"
            return _KEY.format(rows=rows.format(company="a.id"))
        relation = counted.field.partition(".")[0]
        scope = visible(principal, args, "tc", of=COMPANY)
        rows = (
            "SELECT DISTINCT ts.territory_id FROM link tl "
            "JOIN company tc ON tc.tenant_id = $1 AND tc.id = tl.to_id AND tc.deleted_at IS NULL "
            f"JOIN territory_span ts ON {_HERE.format(company='tc.id')} WHERE tl.tenant_id = $1 "
            f"AND tl.from_id = a.id AND tl.kind = {args(relation)} AND {scope}"
        )
        return _KEY.format(rows=rows)

    by = Grouping("tt.ids", lambda _key: EVERYTHING, join)
    return await summed(uow, principal, counted.kind, counted.where, counted.parts, by)


def _rolled(
    principal: Principal,
    found: list[tuple[Counted, dict[Any, dict[str, Figure]]]],
    where: Callable[[str], Node],
    ids: frozenset[str] = frozenset(),
) -> dict[str, Figure]:
    """The sums over what is in one of these territories, each with the filter of its rows.

    Without any, over what is in none.
    """
    figures = {}
    for counted, groups in found:
        chosen = [each for key, each in groups.items() if _belongs(key, ids)]
        for name, part in counted.parts.items():
            rows = both(counted.where, part, where(counted.field))
            figures[name] = _sum(principal, counted.kind, [each[name] for each in chosen], rows)
    return figures


def _belongs(key: str, ids: frozenset[str]) -> bool:
    return not ids.isdisjoint(key.split()) if ids else not key


def _sum(principal: Principal, kind: RecordType, several: list[Figure], rows: Node) -> Figure:
    money = kind is DEAL and sees_amounts(principal, DEAL)
    return Figure(
        count=sum(one.count for one in several),
        worth=sum(one.worth or 0 for one in several) if money else None,
        weighted=sum(one.weighted or 0 for one in several) if money else None,
        unrated=sum(one.unrated for one in several),
        filter=written(rows),
    )


def _within(one: Territory) -> Callable[[str], Node]:
    return lambda field: Test(field, "within", str(one.id))


def _nowhere(field: str) -> Node:
    return Test(field, "is_empty")


def _line(one: Territory, below: list[Territory], figures: dict[str, Figure]) -> Coverage:
    members = dict.fromkeys(member for t in below for member in t.members)
    return Coverage(
        territory_id=one.id, name=one.name, depth=one.depth, members=list(members), **figures
    )
