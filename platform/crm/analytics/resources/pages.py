"""The page of customers by rep."""

from crm.analytics.cut import Asked, cut
from crm.analytics.numbers.reports import Report, add_report
from crm.analytics.numbers.tables import Cell, Shown, Table, behind, count, nobody, text
from crm.analytics.resources.flows import Flow, flows
from crm.analytics.resources.service import Resources, resources
from crm.customers.company.model import COMPANY
from crm.records.people import People
from kernel.http import Ctx
from kernel.i18n import _, lazy
from web import shell


async def build(ctx: Ctx, asked: Asked, everybody: People) -> Shown:
    """Who has how many companies, and how they fare."""
    chosen = await cut(ctx, asked, "month")
    found = await resources(ctx.uow, ctx.principal, chosen.period)
    return Shown(
        tables=[
            _table(found, everybody),
            *_pools(await flows(ctx.uow, ctx.principal, chosen.period)),
        ],
        notes=[_("Claimed and returned are counted in the period, everything else is as of now.")],
    )


def _table(found: list[Resources], everybody: People) -> Table:
    return Table(
        key="resources",
        title=_("Companies by rep"),
        columns=[
            _("Rep"),
            _("Owned"),
            _("Protected"),
            _("Goes back within 3 days"),
            _("Untouched for 30 days"),
            _("Claimed"),
            _("Gone back"),
            _("Claimed for each gone back"),
        ],
        rows=[
            [
                text(nobody(everybody.name(one.owner_id))),
                count(COMPANY, one.owned),
                count(COMPANY, one.protected),
                count(COMPANY, one.danger, "error"),
                count(COMPANY, one.untouched, "warning"),
                count(COMPANY, one.claimed),
                count(COMPANY, one.returned),
                Cell(
                    value=one.ratio,
                    look="days",
                    href=behind(COMPANY, one.claimed, one.returned),
                ),
            ]
            for one in found
        ],
    )


def _pools(found: list[Flow]) -> list[Table]:
    """Nothing where no pool is seen."""
    at = shell.current().at
    table = Table(
        key="pools",
        title=_("Companies by pool"),
        about=_("What came into the pool and was taken from it, as far as you see it today."),
        columns=[_("Pool"), _("In the pool now"), _("Came in"), _("Taken out")],
        rows=[
            [
                text(one.name),
                Cell(value=one.waiting, look="count", href=at(f"pools/{one.pool_id}")),
                count(COMPANY, one.came),
                count(COMPANY, one.left),
            ]
            for one in found
        ],
    )
    return [table] if found else []


ROUTES = add_report(
    Report(
        key="resources",
        label=lazy("Customers"),
        about=lazy("How the companies are spread over the reps, and which are neglected."),
        order=60,
        usual="month",
        build=build,
        asks=(),
        needs="company:see",
    )
)
