"""The forecast of a period, by whom it is made, and how it compares with what came."""

from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.analytics.cut import Cut
from crm.analytics.figures import Figure, Grouping, both, column, sees_amounts, summed, total
from crm.analytics.periods import Period, around
from crm.customers.territory.tree import tree_of
from crm.records.narrowing import as_seen
from crm.records.rates.worth import today
from crm.records.scope import visible
from crm.records.shares import share
from crm.sales.deal.model import DEAL
from kernel.filters import EVERYTHING, Group, Node, Test
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

PAST: Final = 6
OPEN: Final = Test("status", "eq", "open")
UNCERTAIN: Final = Test("forecast", "in", ["best_case", "pipeline"])
BY_TEAM: Final = Grouping("a.team_id", lambda key: Test("team", "eq", str(key) if key else None))


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """`uncertain` is best case and pipeline together; `forecast` none where amounts are hidden."""

    won: Figure
    commit: Figure
    best_case: Figure
    pipeline: Figure
    omit: Figure
    uncertain: Figure
    expected: Figure
    slipped: Figure
    forecast: int | None
    weighted: int | None
    open: int | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the forecast by rep, team or product; no key is nobody's."""

    key: UUID | None
    won: Figure
    commit: Figure
    uncertain: Figure
    forecast: int | None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What the forecast was on a day."""

    day: date
    won: int
    commit: int
    best_case: int
    pipeline: int
    weighted: int
    forecast: int


class Accuracy(msgspec.Struct, frozen=True, kw_only=True):
    """A period that is over: the first forecast made in it, what came, how near that was."""

    period: str
    day: date | None
    forecast: int | None
    actual: Figure
    accuracy: float | None


def parts_of(period: Period, principal: Principal) -> dict[str, Node]:
    """What the forecast of a period is made of. Lost and invalid deals are in no part."""
    due = both(OPEN, period.on("expected_close"))
    won = both(Test("status", "eq", "won"), period.during("closed_at", principal.time_zone))
    parts: dict[str, Node] = {"won": won}
    for name in ("commit", "best_case", "pipeline", "omit"):
        parts[name] = both(due, Test("forecast", "eq", name))
    return parts | {
        "uncertain": both(due, UNCERTAIN),
        "expected": both(due, Test("forecast", "in", ["commit", "best_case", "pipeline"])),
    }


async def forecast(uow: UnitOfWork, principal: Principal, cut: Cut) -> Forecast:
    """Forecast = won + commit + weighted (best case and pipeline); weighted = Σ amount · p (B6).

    p is the deal's own probability, else its stage's. Slipped: expected before today, and open.
    """
    parts = parts_of(cut.period, principal)
    parts["slipped"] = both(OPEN, Test("expected_close", "lt", today(principal).isoformat()))
    found = await total(uow, principal, DEAL, both(*cut.what(), _either(parts)), parts)
    return Forecast(
        **found,
        forecast=_forecast(found),
        weighted=found["expected"].weighted,
        open=found["expected"].worth,
    )


async def lines(uow: UnitOfWork, principal: Principal, cut: Cut, by: Grouping) -> list[Line]:
    """The same by rep or team, the largest first."""
    parts = {n: p for n, p in parts_of(cut.period, principal).items() if n != "omit"}
    where = both(*cut.what(), _either(parts))
    found = await summed(uow, principal, DEAL, where, parts, by)
    made = [_line(key, figures) for key, figures in found.items()]
    return sorted(made, key=lambda line: (-(line.forecast or 0), str(line.key)))


def sees_territories(principal: Principal) -> bool:
    """Whether there are any, and it is seen in which one a deal's companies lie."""
    linked = "companies" in as_seen(DEAL, principal).relations and principal.may("company:see")
    return linked and bool(tree_of(principal).items)


def by_owner() -> Grouping:
    """By whose the deals are."""
    return column("owner_id")


async def snapshots(uow: UnitOfWork, principal: Principal, cut: Cut) -> list[Snapshot]:
    """Week by week what the forecast of the period was, of the owners whom one sees."""
    if not sees_amounts(principal, DEAL):
        return []
    rows = await _taken(uow, principal, cut, cut.period.first, cut.period.after)
    return [_snapshot(row["taken_on"], [row]) for row in rows]


async def accuracies(uow: UnitOfWork, principal: Principal, cut: Cut) -> list[Accuracy]:
    """Accuracy = 1 - |forecast at t - actual| ÷ actual (B6), t the first snapshot of the period.

    Where nothing came there is none.
    """
    if not sees_amounts(principal, DEAL):
        return []
    now = around(cut.period.kind, today(principal))
    made = []
    for back in range(PAST, 0, -1):
        period = now.moved(-back)
        only = msgspec.structs.replace(cut, period=period)
        taken = await _taken(uow, principal, only, period.first, period.after)
        inside = [row for row in taken if row["taken_on"] >= period.first]
        first = _snapshot(inside[0]["taken_on"], [inside[0]]) if inside else None
        won = parts_of(period, principal)["won"]
        actual = await total(uow, principal, DEAL, both(*cut.what(), won), {"won": EVERYTHING})
        made.append(_accuracy(period, first, actual["won"]))
    return made


def accuracy(forecast: int, actual: int) -> float | None:
    """How near a forecast came: 1 is exact, 0 and less missed by all that came, or more."""
    missed = share(abs(forecast - actual), actual)
    return None if missed is None else 1 - missed


def coverage(open: int, target: int, won: int) -> float | None:
    """Open pipeline ÷ (target - won) (B6); none once the target is reached."""
    return open / (target - won) if target > won else None


def _either(parts: dict[str, Node]) -> Node:
    return Group("or", tuple(parts.values()))


def _forecast(found: dict[str, Figure]) -> int | None:
    won, sure, rest = found["won"].worth, found["commit"].worth, found["uncertain"].weighted
    return None if won is None or sure is None or rest is None else won + sure + rest


def _line(key: Any, found: dict[str, Figure]) -> Line:
    return Line(
        key=key,
        won=found["won"],
        commit=found["commit"],
        uncertain=found["uncertain"],
        forecast=_forecast(found),
    )


async def _taken(
    uow: UnitOfWork, principal: Principal, cut: Cut, first: date, after: date
) -> list[Any]:
    args = Args(principal.tenant_id)
    conditions = [
        "a.tenant_id = $1",
        f"a.month >= {args(first)}",
        f"a.month < {args(after)}",
        f"a.taken_on < {args(after)}",
        f"a.currency = {args(principal.currency)}",
        visible(principal, args, "a", of=DEAL),
    ]
    if cut.owner:
        conditions.append(f"a.owner_id = {args(cut.owner)}")
    if cut.team:
        conditions.append(f"a.team_id = ANY({args(list(cut.teams))}::uuid[])")
    return await uow.fetch(
        "SELECT a.taken_on, sum(a.won) AS won, sum(a.commit) AS commit, "
        "sum(a.best_case) AS best_case, sum(a.pipeline) AS pipeline, sum(a.weighted) AS weighted "
        f"FROM forecast_snapshot a WHERE {' AND '.join(conditions)} "
        "GROUP BY a.taken_on ORDER BY a.taken_on",
        *args.values,
    )


def _snapshot(day: date, rows: list[Any]) -> Snapshot:
    names = ("won", "commit", "best_case", "pipeline", "weighted")
    sums = {name: sum(int(row[name]) for row in rows) for name in names}
    return Snapshot(day=day, **sums, forecast=sums["won"] + sums["commit"] + sums["weighted"])


def _accuracy(period: Period, taken: Snapshot | None, actual: Figure) -> Accuracy:
    worth = actual.worth or 0
    return Accuracy(
        period=period.code,
        day=taken.day if taken else None,
        forecast=taken.forecast if taken else None,
        actual=actual,
        accuracy=accuracy(taken.forecast, worth) if taken else None,
    )
