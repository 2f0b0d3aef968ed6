"""The funnel's page."""

from crm.analytics.cut import Asked, cut
from crm.analytics.figures import sees_amounts
from crm.analytics.funnel.service import Aged, Speed, Stay, Step, ages, speed, stays, steps
from crm.analytics.numbers.reports import Report, add_report
from crm.analytics.numbers.tables import (
    Cell,
    Chart,
    Series,
    Shown,
    Table,
    Tile,
    behind,
    count,
    days,
    money,
    percent,
    rows_at,
    text,
    unrated,
)
from crm.records.people import People
from crm.sales.deal.model import DEAL
from kernel.http import Ctx
from kernel.i18n import _, lazy


async def build(ctx: Ctx, asked: Asked, _everybody: People) -> Shown:
    """Steps, stays, ages and the speed of a pipeline."""
    chosen = await cut(ctx, asked, "quarter")
    uow, me = ctx.uow, ctx.principal
    fast = await speed(uow, me, chosen)
    passed = await steps(uow, me, chosen)
    money_too = sees_amounts(me, DEAL)
    return Shown(
        tiles=_tiles(fast, money_too=money_too),
        tables=[
            _steps(passed, money_too=money_too),
            _ages(await ages(uow, me, chosen), money_too=money_too),
            _stays(await stays(uow, me, chosen)),
        ],
        charts=_charts(passed),
        notes=unrated([step.reached for step in passed] + [fast.open, fast.won]),
    )


def _charts(passed: list[Step]) -> list[Chart]:
    if not any(step.reached.count for step in passed):
        return []
    counts = Series(_("Came this far"), [step.reached.count for step in passed])
    return [Chart(title=_("Funnel"), labels=[step.name for step in passed], series=[counts])]


def _tiles(fast: Speed, *, money_too: bool) -> list[Tile]:
    tiles = [
        Tile(label=_("Open deals"), cell=count(DEAL, fast.open)),
        Tile(
            label=_("Win rate"),
            cell=percent(fast.win_rate, behind(DEAL, fast.closed)),
            note=_sample(fast),
        ),
        Tile(label=_("Days to win"), cell=days(fast.cycle_days, behind(DEAL, fast.won))),
    ]
    if money_too:
        tiles.insert(1, Tile(label=_("Pipeline"), cell=money(DEAL, fast.open)))
        sold = behind(DEAL, fast.open, fast.won)
        speed_cell = Cell(value=fast.velocity, look="money", href=sold)
        tiles.append(Tile(label=_("Velocity a day"), cell=speed_cell))
    return tiles


def _sample(fast: Speed) -> str:
    won, closed = fast.won.count, fast.closed.count
    return _("%(won)s of %(closed)s", won=won, closed=closed) if closed else ""


def _steps(passed: list[Step], *, money_too: bool) -> Table:
    columns = [_("Stage"), _("Came this far"), _("Of all"), _("Of the step before")]
    return Table(
        key="steps",
        title=_("Funnel"),
        about=_(
            "Deals that first came into the pipeline in this period, and how far they came since. "
            "A deal that skipped a stage has passed it."
        ),
        columns=[*columns, *([_("Worth")] if money_too else [])],
        rows=[
            [
                text(step.name),
                count(DEAL, step.reached),
                percent(step.of_first, behind(DEAL, step.reached)),
                percent(step.of_before, behind(DEAL, step.reached)),
                *([money(DEAL, step.reached)] if money_too else []),
            ]
            for step in passed
        ],
    )


def _ages(found: list[Aged], *, money_too: bool) -> Table:
    columns = [
        _("Stage"),
        _("Open"),
        _("In time"),
        _("Over the target"),
        _("Far over"),
        _("Target, days"),
    ]
    return Table(
        key="ages",
        title=_("How long open deals have stood in their stage"),
        about=_("Green up to the stage's target, amber beyond it, red from one and a half times."),
        columns=[*columns, *([_("Worth")] if money_too else [])],
        rows=[
            [
                text(one.name),
                count(DEAL, one.all),
                count(DEAL, one.green, "success"),
                count(DEAL, one.amber, "warning"),
                count(DEAL, one.red, "error"),
                Cell(value=one.target_days, look="count"),
                *([money(DEAL, one.all)] if money_too else []),
            ]
            for one in found
        ],
    )


def _stays(found: list[Stay]) -> Table:
    return Table(
        key="stays",
        title=_("Days in a stage"),
        about=_("Of deals that left the stage in this period."),
        columns=[
            _("Stage"),
            _("Left it"),
            _("Days, median"),
            _("Days, average"),
            _("Target, days"),
        ],
        rows=[
            [
                text(one.name),
                Cell(value=one.count, look="count", href=_left(one)),
                days(one.median_days, _left(one)),
                days(one.mean_days, _left(one)),
                Cell(value=one.target_days, look="count"),
            ]
            for one in found
        ],
    )


def _left(one: Stay) -> str:
    return rows_at(DEAL, one.filter) if one.count else ""


ROUTES = add_report(
    Report(
        key="funnel",
        label=lazy("Funnel"),
        about=lazy("How far deals come, how fast, and where they wait."),
        order=10,
        usual="quarter",
        build=build,
        asks=("owner", "team", "pipeline"),
    )
)
