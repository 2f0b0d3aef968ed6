"""The funnel of a cohort, the speed of the pipeline, and how long deals stay where."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.analytics.cut import Cut
from crm.analytics.figures import Figure, both, column, sees_amounts, summed, total
from crm.records.filtering import Filtering
from crm.records.pages.query import written
from crm.records.scope import visible
from crm.records.shares import share
from crm.sales.deal.model import DEAL
from crm.sales.pipeline.reading import StageSeen
from kernel import clock
from kernel.filters import EVERYTHING, Node, Test
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

DAY: Final = 86_400


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """`of_first` and `of_before` are the shares of the first step and of the one before."""

    stage_id: UUID
    name: str
    kind: str
    reached: Figure
    of_first: float | None
    of_before: float | None


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """Days that deals stood in a stage which they left in the period."""

    stage_id: UUID
    name: str
    target_days: int | None
    count: int
    median_days: float | None
    mean_days: float | None
    filter: str


class Aged(msgspec.Struct, frozen=True, kw_only=True):
    """Open deals of a stage by the colour of their age; without a target there are no colours."""

    stage_id: UUID
    name: str
    target_days: int | None
    all: Figure
    green: Figure
    amber: Figure
    red: Figure


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """`velocity` is minor units of the base currency a day."""

    open: Figure
    won: Figure
    closed: Figure
    win_rate: float | None
    average: float | None
    cycle_days: float | None
    velocity: float | None


async def steps(uow: UnitOfWork, principal: Principal, cut: Cut) -> list[Step]:
    """Deals that first came into the pipeline in the period, and how far they came since.

    Conversion i to j = deals that reached j ÷ deals that reached i, a cohort by entry date
    (sales.md B5). A deal that skipped a stage has reached it; Lost is reached by nobody.
    """
    stages = [stage for stage in cut.pipeline.stages if stage.kind != "lost"]
    if not stages:
        return []
    first, after = (m.isoformat() for m in cut.period.moments(principal.time_zone))
    where = both(*cut.what(), Test("entered", "between", [str(stages[0].id), first, after]))
    parts: dict[str, Node] = {str(s.id): Test("reached", "eq", str(s.id)) for s in stages}
    found = await total(uow, principal, DEAL, where, parts)
    made: list[Step] = []
    for stage in stages:
        reached = found[str(stage.id)]
        begun, before = (made[0].reached, made[-1].reached) if made else (reached, reached)
        made.append(
            Step(
                stage_id=stage.id,
                name=stage.name,
                kind=stage.kind,
                reached=reached,
                of_first=share(reached.count, begun.count),
                of_before=share(reached.count, before.count),
            )
        )
    return made


async def stays(uow: UnitOfWork, principal: Principal, cut: Cut) -> list[Stay]:
    """How long deals stood in the stages that they left in the period (`deal_stage_span`)."""
    args = Args(principal.tenant_id)
    first, after = cut.period.moments(principal.time_zone)
    rows = await uow.fetch(
        f"""
        SELECT p.stage_id, count(DISTINCT a.id) AS count,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM p.to_at - p.from_at))
                AS median,
            avg(extract(epoch FROM p.to_at - p.from_at)) AS mean
        FROM deal_stage_span p JOIN deal a ON a.tenant_id = $1 AND a.id = p.deal_id
            AND a.deleted_at IS NULL
        WHERE p.tenant_id = $1 AND p.stage_id = ANY({args([s.id for s in cut.pipeline.stages])})
            AND p.to_at >= {args(first)} AND p.to_at < {args(after)}
            AND {visible(principal, args, "a", of=DEAL)}
            AND {Filtering(DEAL, principal, args, "a").sql(both(*cut.what()))}
        GROUP BY p.stage_id
        """,
        *args.values,
    )
    by_stage = {row["stage_id"]: row for row in rows}
    return [
        _stay(stage, by_stage.get(stage.id), cut, principal)
        for stage in cut.pipeline.stages
        if stage.kind == "open"
    ]


def _stay(stage: StageSeen, row: Any, cut: Cut, principal: Principal) -> Stay:
    first, after = (m.isoformat() for m in cut.period.moments(principal.time_zone))
    return Stay(
        stage_id=stage.id,
        name=stage.name,
        target_days=stage.target_days,
        count=row["count"] if row else 0,
        median_days=float(row["median"]) / DAY if row else None,
        mean_days=float(row["mean"]) / DAY if row else None,
        filter=written(both(*cut.what(), Test("left", "between", [str(stage.id), first, after]))),
    )


async def ages(uow: UnitOfWork, principal: Principal, cut: Cut) -> list[Aged]:
    """Green up to the target, amber beyond it, red from one and a half times of it on (B5)."""
    stages = [stage for stage in cut.pipeline.stages if stage.kind == "open"]
    where = both(
        *cut.what(),
        Test("status", "eq", "open"),
        Test("stage_id", "in", [str(stage.id) for stage in stages]),
    )
    parts: dict[str, Node] = {}
    for place, stage in enumerate(stages):
        here = Test("stage_id", "eq", str(stage.id))
        parts |= {f"{place} {n}": both(here, part) for n, part in _colours(stage).items()}
    found = await total(uow, principal, DEAL, where, parts)
    return [
        Aged(
            stage_id=stage.id,
            name=stage.name,
            target_days=stage.target_days,
            **{name: found[f"{place} {name}"] for name in ("all", "green", "amber", "red")},
        )
        for place, stage in enumerate(stages)
    ]


def _colours(stage: StageSeen) -> dict[str, Node]:
    """As `crm.sales.deal.ageing` colours a card."""
    nobody = Test("stage_id", "is_empty")
    if stage.target_days is None:
        return {"all": EVERYTHING, "green": nobody, "amber": nobody, "red": nobody}
    target = timedelta(days=stage.target_days)
    due, late = ((clock.now() - span).isoformat() for span in (target, target * 1.5))
    return {
        "all": EVERYTHING,
        "green": Test("stage_entered_at", "gte", due),
        "amber": both(Test("stage_entered_at", "lt", due), Test("stage_entered_at", "gt", late)),
        "red": both(Test("stage_entered_at", "lt", due), Test("stage_entered_at", "lte", late)),
    }


async def speed(uow: UnitOfWork, principal: Principal, cut: Cut) -> Speed:
    """Velocity = open deals · win rate · average amount ÷ cycle days (B5).

    Win rate, average and cycle are those of the deals that were closed in the period; what has
    no amount in the base currency is in no average.
    """
    here = both(Test("pipeline_id", "eq", str(cut.pipeline.id)), *cut.what())
    closed = cut.period.during("closed_at", principal.time_zone)
    won = both(Test("status", "eq", "won"), closed)
    parts: dict[str, Node] = {
        "open": Test("status", "eq", "open"),
        "won": won,
        "closed": both(Test("status", "in", ["won", "lost"]), closed),
    }
    if sees_amounts(principal, DEAL):
        parts["priced"] = both(won, Test("amount", "is_not_empty"))
    found = await total(uow, principal, DEAL, here, parts)
    priced = found.pop("priced", None)
    days = await _cycle(uow, principal, both(here, won))
    rate = share(found["won"].count, found["closed"].count)
    average = share(priced.worth or 0, priced.count) if priced else None
    known = rate is not None and average is not None and days
    return Speed(
        **found,
        win_rate=rate,
        average=average,
        cycle_days=days,
        velocity=found["open"].count * rate * average / days if known else None,  # type: ignore[operator]
    )


async def _cycle(uow: UnitOfWork, principal: Principal, where: Node) -> float | None:
    """Days from the first to the last day of a won deal, on average."""
    args = Args(principal.tenant_id)
    found = await uow.fetchval(
        "SELECT avg(extract(epoch FROM a.closed_at - a.created_at)) FROM deal a "
        f"WHERE a.tenant_id = $1 AND a.deleted_at IS NULL "
        f"AND {visible(principal, args, 'a', of=DEAL)} "
        f"AND {Filtering(DEAL, principal, args, 'a').sql(where)}",
        *args.values,
    )
    return float(found) / DAY if found is not None else None


async def by_owner(uow: UnitOfWork, principal: Principal, cut: Cut) -> dict[Any, dict[str, Figure]]:
    """Open deals of the pipeline by whose they are."""
    here = both(
        Test("pipeline_id", "eq", str(cut.pipeline.id)), *cut.what(), Test("status", "eq", "open")
    )
    return await summed(uow, principal, DEAL, here, {"open": EVERYTHING}, column("owner_id"))
