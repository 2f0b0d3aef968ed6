"""The page of customers by rep."""

from crm.analytics.cut import Asked, cut
from crm.analytics.numbers.reports import Report, add_report
from crm.analytics.numbers.tables import Cell, Shown, Table, count, nobody, text
from crm.analytics.resources.service import Resources, resources
from crm.customers.company.model import COMPANY
from crm.records.people import People
from kernel.http import Ctx
from kernel.i18n import _, lazy


async def build(ctx: Ctx, asked: Asked, everybody: People) -> Shown:
    """Who has how many companies, and how they fare."""
    chosen = await cut(ctx, asked, "month")
    found = await resources(ctx.uow, ctx.principal, chosen.period)
    return Shown(
        tables=[_table(found, everybody)],
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
                Cell(value=one.ratio, look="days"),
            ]
            for one in found
        ],
    )


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
