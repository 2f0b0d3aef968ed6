"""The page of wins and losses."""

from uuid import UUID

from crm.analytics.cut import Asked, cut
from crm.analytics.figures import sees_amounts
from crm.analytics.numbers.naming import titles
from crm.analytics.numbers.reports import Report, add_report
from crm.analytics.numbers.tables import (
    Chart,
    Series,
    Shown,
    Table,
    Tile,
    behind,
    count,
    money,
    nobody,
    percent,
    text,
    unrated,
)
from crm.analytics.questions import BANDS
from crm.analytics.winloss.service import Rate, Reason, winloss
from crm.records.narrowing import as_kept
from crm.records.people import People
from crm.sales.deal.model import DEAL
from kernel.formats import format_percent
from kernel.http import Ctx
from kernel.i18n import _, lazy
from kernel.principal import Principal

Names = dict[str | None, str]


async def build(ctx: Ctx, asked: Asked, everybody: People) -> Shown:
    """Rates and reasons of the deals that were closed in the period."""
    me = ctx.principal
    found = await winloss(ctx.uow, me, await cut(ctx, asked, "year"))
    money_too = sees_amounts(me, DEAL)
    named = [UUID(r.key) for by in ("competitor", "product") for r in found.by.get(by, []) if r.key]
    known: Names = {str(i): title for i, title in (await titles(ctx, named)).items()}
    names: dict[str, Names] = {
        "owner": {str(m.id): m.name for m in everybody.members.values()},
        "source": _words(me, "source"),
        "competitor": known,
        "product": known,
        "discount": {band: str(label) for band, label in BANDS.items()},
    }
    labels = {
        "source": (_("By source"), _("Source")),
        "owner": (_("By rep"), _("Rep")),
        "competitor": (_("Against competitors"), _("Competitor")),
        "product": (_("By product"), _("Product")),
        "discount": (_("By discount"), _("Discount")),
    }
    reasons = _words(me, "lost_reason")
    stages: Names = {str(i): everybody.name(i) for i in (r.key for r in found.stages) if i}
    why = (_("Why deals were lost"), _("Reason"))
    where = (_("Where deals were lost"), _("Stage"))
    return Shown(
        tiles=_tiles(found.all, money_too=money_too),
        tables=[
            _lost("reasons", why, found.reasons, reasons, money_too=money_too),
            _lost("stages", where, found.stages, stages, money_too=money_too),
            *(
                _rates(key, labels[key], rates, names[key], money_too=money_too)
                for key, rates in found.by.items()
            ),
        ],
        charts=_charts(found.reasons, reasons),
        notes=unrated([found.all.won, found.all.lost]),
    )


def _words(me: Principal, field: str) -> Names:
    """A list of the workspace, with the words that are not offered any more."""
    choices = as_kept(DEAL, me).fields[field].choices
    return {choice.value: str(choice.label) for choice in choices}


def _charts(found: list[Reason], names: Names) -> list[Chart]:
    """Pareto: the most frequent reason first."""
    if not found:
        return []
    counts = Series(_("Deals"), [one.lost.count for one in found])
    labels = [_name(one.key, names) for one in found]
    return [Chart(title=_("Why deals were lost"), labels=labels, series=[counts])]


def _tiles(rate: Rate, *, money_too: bool) -> list[Tile]:
    tiles = [
        Tile(label=_("Win rate"), cell=percent(rate.rate, closed(rate)), note=between(rate)),
        Tile(label=_("Won"), cell=count(DEAL, rate.won)),
        Tile(label=_("Lost"), cell=count(DEAL, rate.lost)),
    ]
    if money_too:
        tiles.insert(
            1, Tile(label=_("Win rate by value"), cell=percent(rate.by_value, closed(rate)))
        )
        tiles.insert(3, Tile(label=_("Won amount"), cell=money(DEAL, rate.won)))
    return tiles


def closed(rate: Rate) -> str:
    """Where those are of which it is a share."""
    return behind(DEAL, rate.won, rate.lost)


def between(rate: Rate) -> str:
    """Where the rate lies, as far as so few can tell."""
    if rate.low is None or rate.high is None:
        return ""
    ends = {"low": format_percent(round(rate.low, 2)), "high": format_percent(round(rate.high, 2))}
    return _("%(low)s to %(high)s") % ends


def _rates(
    key: str, titles: tuple[str, str], rates: list[Rate], names: Names, *, money_too: bool
) -> Table:
    title, whose = titles
    columns = [whose, _("Won"), _("Lost"), _("Win rate"), _("Interval (95 percent)")]
    return Table(
        key=key,
        title=title,
        about=_("The interval says how far chance alone could move the rate (Wilson, 95%)."),
        columns=[*columns, *([_("Win rate by value")] if money_too else [])],
        rows=[
            [
                text(_name(rate.key, names)),
                count(DEAL, rate.won),
                count(DEAL, rate.lost),
                percent(rate.rate, closed(rate)),
                text(between(rate)),
                *([percent(rate.by_value, closed(rate))] if money_too else []),
            ]
            for rate in rates
        ],
    )


def _lost(
    key: str, titles: tuple[str, str], found: list[Reason], names: Names, *, money_too: bool
) -> Table:
    title, why = titles
    columns = [why, _("Deals"), _("Percent"), _("With those above")]
    return Table(
        key=key,
        title=title,
        columns=[*columns, *([_("Worth")] if money_too else [])],
        rows=[
            [
                text(_name(one.key, names)),
                count(DEAL, one.lost),
                percent(one.share, behind(DEAL, one.lost)),
                percent(one.cumulative, behind(DEAL, *(o.lost for o in found[: place + 1]))),
                *([money(DEAL, one.lost)] if money_too else []),
            ]
            for place, one in enumerate(found)
        ],
    )


def _name(key: str | None, names: Names) -> str:
    """What it is called; what has no name here is told by its own word."""
    if key is None:
        return _("Not said")
    return nobody(names.get(key, "" if len(key) == 36 else key))  # noqa: PLR2004 -- an identifier


ROUTES = add_report(
    Report(
        key="winloss",
        label=lazy("Won and lost"),
        about=lazy("How often we win, against whom, and why we lose."),
        order=30,
        usual="year",
        build=build,
    )
)
