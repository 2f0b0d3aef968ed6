"""A list of target accounts as a sheet: how far the plans are."""

from crm.activities.targeting.reading import Targets, targets
from crm.customers.worklist.exporting import PAGE, on_sheet
from crm.customers.worklist.model import PLANNED, TARGETS
from crm.records.people import people
from crm.records.reading import View
from kernel.formats import format_datetime
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


@on_sheet(TARGETS)
async def target_lines(uow: UnitOfWork, me: Principal, worklist: View) -> list[list[str]]:
    """Of those whom the member may export."""
    everybody = await people(uow)
    lines = [
        [
            _("Company"),
            _("Owner"),
            _("Status"),
            _("Goal"),
            _("Last activity"),
            _("Looked after"),
            _("Next step"),
            _("Next step at"),
            _("Steps done"),
            _("Steps"),
        ]
    ]
    found = Targets([], None)
    while True:
        found = await targets(uow, me, worklist, after=found.next, limit=PAGE, action="export")
        lines += [
            [
                one.title,
                everybody.name(one.owner_id),
                str(PLANNED[one.state]),
                one.goal or "",
                format_datetime(one.last_activity_at),
                _("Yes") if one.covered else _("No"),
                one.next_step or "",
                format_datetime(one.next_at),
                str(one.steps_done),
                str(one.steps),
            ]
            for one in found.items
        ]
        if found.next is None:
            return lines
