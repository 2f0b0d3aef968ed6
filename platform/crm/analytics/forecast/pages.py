"""The forecast's page."""

from typing import Any
from uuid import UUID

from crm.analytics.cut import Asked, Cut, cut
from crm.analytics.figures import Figure, sees_amounts
from crm.analytics.forecast.service import (
    BY_TEAM,
    Accuracy,
    Forecast,
    Line,
    Snapshot,
    accuracies,
    by_owner,
    coverage,
    forecast,
    lines,
    sees_territories,
    snapshots,
)
from crm.analytics.numbers.naming import titles
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
    money,
    percent,
    text,
    unrated,
    weighted,
)
from crm.analytics.questions import BY_PRODUCT, by_territory
from crm.analytics.targets.service import reached
from crm.customers.territory.tree import tree_of
from crm.records.people import People
from crm.sales.deal.model import DEAL, FORECASTS
from kernel.formats import format_date
from kernel.http import Ctx
from kernel.i18n import _, lazy
from tenants.teams.tree import teams

PARTS = ("commit", "best_case", "pipeline", "omit")


async def build(ctx: Ctx, asked: Asked, everybody: People) -> Shown:
    """What is expected in the period, by whom, how it changed, how right it was."""
    uow, me = ctx.uow, ctx.principal
    chosen = await cut(ctx, asked, "month")
    if not sees_amounts(me, DEAL):
        return Shown(notes=[_("Amounts are hidden from you, so there is no forecast.")])
    found = await forecast(uow, me, chosen)
    names: dict[UUID | None, str] = {m.id: m.name for m in everybody.members.values()}
    known = {team["id"]: team["name"] for team in await teams(uow)}
    tables = [
        _parts(found),
        _lines("reps", await lines(uow, me, chosen, by_owner()), names),
    ]
    if known:
        by_team = await lines(uow, me, chosen, BY_TEAM)
        tables.append(_lines("teams", by_team, known))
    if sees_territories(me):
        where = {one.id: one.name for one in tree_of(me).items}
        by_place = await lines(uow, me, chosen, by_territory(me))
        tables.append(_lines("territories", by_place, where))
    if me.may("product:see"):
        by = await lines(uow, me, chosen, BY_PRODUCT)
        tables.append(_lines("products", by, await titles(ctx, [one.key for one in by])))
    weeks = await snapshots(uow, me, chosen)
    tables.append(_snapshots(weeks))
    tables.append(_accuracies(await accuracies(uow, me, chosen)))
    return Shown(
        tiles=await _tiles(ctx, chosen, found),
        tables=tables,
        charts=_charts(weeks),
        notes=unrated([found.won, found.expected, found.slipped]),
    )


def _charts(weeks: list[Snapshot]) -> list[Chart]:
    if len(weeks) < 2:  # noqa: PLR2004 -- one point is no line
        return []
    said = [Series(_("Forecast"), [week.forecast for week in weeks])]
    said.append(Series(_("Won"), [week.won for week in weeks]))
    days = [format_date(week.day, "short") for week in weeks]
    return [Chart(title=_("Week by week"), labels=days, series=said, kind="line", look="money")]


async def _tiles(ctx: Ctx, chosen: Cut, found: Forecast) -> list[Tile]:
    tiles = [
        Tile(label=_("Forecast"), cell=_whole(found)),
        Tile(label=_("Won"), cell=money(DEAL, found.won)),
        Tile(label=_("Weighted, open"), cell=weighted(DEAL, found.expected)),
        Tile(label=_("Past their date"), cell=count(DEAL, found.slipped, "error")),
    ]
    target = await _target(ctx, chosen)
    if target is not None:
        covered = coverage(found.open or 0, target, found.won.worth or 0)
        tone = "" if covered is None else "success" if covered >= 1 else "warning"
        note = _("target reached") if covered is None else ""
        cell = percent(covered, behind(DEAL, found.expected), tone=tone)
        tiles.append(Tile(label=_("Coverage of what is missing"), cell=cell, note=note))
    return tiles


def _whole(said: Forecast | Line) -> Cell:
    """The sum, and what is in it."""
    rows = behind(DEAL, said.won, said.commit, said.uncertain)
    return Cell(value=said.forecast, look="money", href=rows)


async def _target(ctx: Ctx, chosen: Cut) -> int | None:
    """The won amount that is aimed at, of whoever is looked at."""
    subject = chosen.owner or chosen.team
    scope = "user" if chosen.owner else "team" if chosen.team else "company"
    if chosen.product or (chosen.owner and chosen.team):
        return None
    for one in await reached(ctx.uow, ctx.principal, [chosen.period]):
        if (one.metric, one.scope, one.subject_id) == ("contract_amount", scope, subject):
            return one.value
    return None


def _parts(found: Forecast) -> Table:
    labels = {choice.value: str(choice.label) for choice in FORECASTS}
    figures: list[tuple[str, Figure]] = [(_("Won"), found.won)]
    figures += [(labels[name], getattr(found, name)) for name in PARTS]
    return Table(
        key="parts",
        title=_("What it is made of"),
        about=_(
            "Forecast = won + commit + best case and pipeline by their probability. "
            "Lost deals never count."
        ),
        columns=[_("Forecast"), _("Deals"), _("Worth"), _("Weighted")],
        rows=[
            [
                text(label),
                count(DEAL, figure),
                money(DEAL, figure),
                Cell(look="money") if figure is found.won else weighted(DEAL, figure),
            ]
            for label, figure in figures
        ],
    )


def _lines(key: str, found: list[Line], names: Any) -> Table:
    title, column, nothing = {
        "reps": (_("By rep"), _("Rep"), _("Nobody")),
        "teams": (_("By team"), _("Team"), _("No team")),
        "territories": (_("By territory"), _("Territory"), _("No territory")),
        "products": (_("By product"), _("Product"), _("Not seen by you")),
    }[key]
    return Table(
        key=key,
        title=title,
        columns=[
            column,
            _("Won"),
            _("Commit"),
            _("Best case and pipeline, weighted"),
            _("Forecast"),
        ],
        rows=[
            [
                text(names.get(line.key) or nothing),
                money(DEAL, line.won),
                money(DEAL, line.commit),
                weighted(DEAL, line.uncertain),
                _whole(line),
            ]
            for line in found
        ],
    )


def _snapshots(found: list[Snapshot]) -> Table:
    columns = [_("Day"), _("Won"), _("Commit"), _("Best case"), _("Pipeline"), _("Forecast")]
    return Table(
        key="weeks",
        title=_("Week by week"),
        about=_("What the forecast of this period was, taken down every Monday."),
        columns=columns,
        rows=[
            [
                Cell(value=one.day, look="date"),
                *(
                    Cell(value=value, look="money")
                    for value in (one.won, one.commit, one.best_case, one.pipeline, one.forecast)
                ),
            ]
            for one in found
        ],
    )


def _accuracies(found: list[Accuracy]) -> Table:
    return Table(
        key="accuracy",
        title=_("How right it was"),
        about=_("1 - |forecast - won| ÷ won, by the first forecast of each period."),
        columns=[_("Period"), _("Taken"), _("Forecast"), _("Won"), _("Accuracy")],
        rows=[
            [
                text(one.period),
                Cell(value=one.day, look="date"),
                Cell(value=one.forecast, look="money"),
                money(DEAL, one.actual),
                percent(one.accuracy, behind(DEAL, one.actual)),
            ]
            for one in found
            if one.day is not None or one.actual.count
        ],
    )


ROUTES = add_report(
    Report(
        key="forecast",
        label=lazy("Forecast"),
        about=lazy("What will be won, by whom, and how right we were before."),
        order=20,
        usual="month",
        build=build,
    )
)
