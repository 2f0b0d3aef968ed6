"""The JSON API of the numbers: each figure with the filter that gives the rows behind it."""

from typing import Annotated, Final

import msgspec
from litestar.params import FromPath, JSONBody

from crm.analytics import cut as asking
from crm.analytics.coverage import service as covering
from crm.analytics.coverage.service import Coverage
from crm.analytics.cut import Asked, Id, Said
from crm.analytics.forecast import service as forecasting
from crm.analytics.forecast.service import Accuracy, Forecast, Line, Snapshot
from crm.analytics.funnel import service as funnels
from crm.analytics.funnel.service import Aged, Speed, Stay, Step
from crm.analytics.questions import BY_PRODUCT, by_territory
from crm.analytics.ranks import service as ranking
from crm.analytics.ranks.service import Board
from crm.analytics.resources import service as resourcing
from crm.analytics.resources.flows import Flow, flows
from crm.analytics.resources.service import Resources
from crm.analytics.targets import service as targeting
from crm.analytics.targets.service import SETS_BELOW, Reached, Wish
from crm.analytics.winloss import service as closing
from crm.analytics.winloss.service import WinLoss
from crm.records.api import API
from kernel.http import MEMBER, Ctx, get, put

TAGS: Final = ["Numbers"]
Wishes = Annotated[list[Wish], msgspec.Meta(max_length=2000)]


class FunnelView(msgspec.Struct):
    """How far the deals of a cohort came; speed, ages and stays of the pipeline."""

    period: str
    steps: list[Step]
    speed: Speed
    ages: list[Aged]
    stays: list[Stay]


class ForecastView(msgspec.Struct):
    """The forecast, by rep, team, territory and product, week by week, and how right it was."""

    period: str
    currency: str
    forecast: Forecast
    reps: list[Line]
    teams: list[Line]
    territories: list[Line]
    products: list[Line]
    snapshots: list[Snapshot]
    accuracy: list[Accuracy]


class WinLossView(msgspec.Struct):
    """Wins and losses of a period."""

    period: str
    winloss: WinLoss


class TargetsView(msgspec.Struct):
    """Targets whose every row is seen."""

    items: list[Reached]


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """Targets to set; one without a value is taken away."""

    items: Wishes


class Kept(msgspec.Struct):
    """How many were set or taken away."""

    kept: int


class RanksView(msgspec.Struct):
    """One board for each metric whose values may be seen."""

    period: str
    boards: list[Board]


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """Whether others see one's rank."""

    shown: bool


class ResourcesView(msgspec.Struct):
    """Companies by rep, and what went through the pools."""

    period: str
    items: list[Resources]
    pools: list[Flow]


class CoverageView(msgspec.Struct):
    """Territories in the order of their tree, and last the companies that are in none."""

    period: str
    items: list[Coverage]


@get(f"{API}/numbers/funnel", needs="deal:see", operation_id="seeFunnel", tags=TAGS)
async def funnel(
    ctx: Ctx,
    workspace: FromPath[str],
    period: Said = "",
    owner: Id = None,
    team: Id = None,
    pipeline: Id = None,
    product: Id = None,
) -> FunnelView:
    asked = Asked(period=period, owner=owner, team=team, pipeline=pipeline, product=product)
    chosen = await asking.cut(ctx, asked, "quarter")
    uow, me = ctx.uow, ctx.principal
    return FunnelView(
        period=chosen.period.code,
        steps=await funnels.steps(uow, me, chosen),
        speed=await funnels.speed(uow, me, chosen),
        ages=await funnels.ages(uow, me, chosen),
        stays=await funnels.stays(uow, me, chosen),
    )


@get(f"{API}/numbers/forecast", needs="deal:see", operation_id="seeForecast", tags=TAGS)
async def forecast(
    ctx: Ctx,
    workspace: FromPath[str],
    period: Said = "",
    owner: Id = None,
    team: Id = None,
    product: Id = None,
) -> ForecastView:
    asked = Asked(period=period, owner=owner, team=team, product=product)
    chosen = await asking.cut(ctx, asked, "month")
    uow, me = ctx.uow, ctx.principal
    return ForecastView(
        period=chosen.period.code,
        currency=me.currency,
        forecast=await forecasting.forecast(uow, me, chosen),
        reps=await forecasting.lines(uow, me, chosen, forecasting.by_owner()),
        teams=await forecasting.lines(uow, me, chosen, forecasting.BY_TEAM),
        territories=(
            await forecasting.lines(uow, me, chosen, by_territory(me))
            if forecasting.sees_territories(me)
            else []
        ),
        products=await forecasting.lines(uow, me, chosen, BY_PRODUCT),
        snapshots=await forecasting.snapshots(uow, me, chosen),
        accuracy=await forecasting.accuracies(uow, me, chosen),
    )


@get(f"{API}/numbers/winloss", needs="deal:see", operation_id="seeWinLoss", tags=TAGS)
async def winloss(
    ctx: Ctx,
    workspace: FromPath[str],
    period: Said = "",
    owner: Id = None,
    team: Id = None,
    product: Id = None,
) -> WinLossView:
    asked = Asked(period=period, owner=owner, team=team, product=product)
    chosen = await asking.cut(ctx, asked, "year")
    found = await closing.winloss(ctx.uow, ctx.principal, chosen)
    return WinLossView(chosen.period.code, found)


@get(f"{API}/numbers/targets", needs=MEMBER, operation_id="seeTargets", tags=TAGS)
async def targets(ctx: Ctx, workspace: FromPath[str], period: Said = "") -> TargetsView:
    if not period:
        return TargetsView(await targeting.current(ctx.uow, ctx.principal))
    chosen = await asking.cut(ctx, Asked(period=period), "month")
    return TargetsView(await targeting.reached(ctx.uow, ctx.principal, [chosen.period]))


@put(f"{API}/numbers/targets", needs=SETS_BELOW, operation_id="setTargets", tags=TAGS)
async def set_targets(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Wanted]) -> Kept:
    return Kept(await targeting.put(ctx.uow, ctx.principal, data.items))


@get(f"{API}/numbers/ranks", needs="deal:see", operation_id="seeRanks", tags=TAGS)
async def ranks(ctx: Ctx, workspace: FromPath[str], period: Said = "") -> RanksView:
    chosen = await asking.cut(ctx, Asked(period=period), "month")
    boards = [
        await ranking.board(ctx.uow, ctx.principal, metric, chosen.period)
        for metric in ranking.RANKED
    ]
    return RanksView(chosen.period.code, [board for board in boards if board is not None])


@put(f"{API}/numbers/ranks/part", needs=MEMBER, operation_id="takePartInRanks", tags=TAGS)
async def part(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Part]) -> None:
    await ranking.take_part(ctx.uow, ctx.principal, shown=data.shown)


@get(f"{API}/numbers/resources", needs="company:see", operation_id="seeResources", tags=TAGS)
async def resources(ctx: Ctx, workspace: FromPath[str], period: Said = "") -> ResourcesView:
    chosen = await asking.cut(ctx, Asked(period=period), "month")
    found = await resourcing.resources(ctx.uow, ctx.principal, chosen.period)
    moved = await flows(ctx.uow, ctx.principal, chosen.period)
    return ResourcesView(chosen.period.code, found, moved)


@get(f"{API}/numbers/territories", needs="company:see", operation_id="seeCoverage", tags=TAGS)
async def territories(ctx: Ctx, workspace: FromPath[str], period: Said = "") -> CoverageView:
    chosen = await asking.cut(ctx, Asked(period=period), "month")
    found = await covering.coverage(ctx.uow, ctx.principal, chosen.period)
    return CoverageView(chosen.period.code, found)


ROUTES = [funnel, forecast, winloss, targets, set_targets, ranks, part, resources, territories]
