"""The page of territories among the numbers."""

from crm.activities.activity.model import ACTIVITY
from crm.analytics.coverage.service import Coverage, coverage
from crm.analytics.cut import Asked, cut
from crm.analytics.numbers.reports import Report, add_report
from crm.analytics.numbers.tables import Cell, Shown, Table, count, money, text, unrated
from crm.customers.company.model import COMPANY
from crm.records.people import People
from crm.sales.deal.model import DEAL
from kernel.http import Ctx
from kernel.i18n import _, lazy
from web import shell

# Deeper territories stand further to the right.
_INDENT = "\N{EM SPACE}"


async def build(ctx: Ctx, asked: Asked, _everybody: People) -> Shown:
    """What each territory has, and what it lacks."""
    chosen = await cut(ctx, asked, "month")
    found = await coverage(ctx.uow, ctx.principal, chosen.period)
    return Shown(
        tables=[_table(ctx, found)],
        notes=[
            _("A territory counts what lies below it too."),
            _("Visits and wins are those of the period, everything else is as of now."),
            *unrated([one.pipeline for one in found if one.pipeline]),
        ],
    )


def _table(ctx: Ctx, found: list[Coverage]) -> Table:
    return Table(
        key="territories",
        title=_("Coverage of the territories"),
        columns=[
            _("Territory"),
            _("Companies"),
            _("Open deals"),
            _("Pipeline"),
            _("Won"),
            _("Visits"),
            _("Untouched for 30 days"),
            _("Members"),
            _("Companies for each member"),
        ],
        rows=[
            [
                text(_INDENT * one.depth + one.name if one.name else _("No territory")),
                count(COMPANY, one.accounts),
                count(DEAL, one.pipeline) if one.pipeline else Cell(look="count"),
                money(DEAL, one.pipeline) if one.pipeline else Cell(look="money"),
                money(DEAL, one.won) if one.won else Cell(look="money"),
                count(ACTIVITY, one.visits) if one.visits else Cell(look="count"),
                count(COMPANY, one.untouched, "warning"),
                Cell(value=len(one.members), look="count", href=_people(ctx, one)),
                Cell(
                    value=one.accounts.count / len(one.members) if one.members else None,
                    look="days",
                ),
            ]
            for one in found
        ],
    )


def _people(ctx: Ctx, one: Coverage) -> str:
    """Where it is seen who works there, for those who may."""
    if one.territory_id is None or not ctx.principal.may("settings:workspace"):
        return ""
    return shell.current().at(f"settings/territories/{one.territory_id}")


ROUTES = add_report(
    Report(
        key="territories",
        label=lazy("Territories"),
        about=lazy("What lies in each territory, who works there, and what nobody looks after."),
        order=65,
        usual="month",
        build=build,
        asks=(),
        needs="company:see",
        actions=(("settings/territories", lazy("Set up territories"), "settings:workspace"),),
    )
)
