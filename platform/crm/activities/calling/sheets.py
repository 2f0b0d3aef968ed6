"""A call list as a sheet: where each customer stands."""

from crm.activities.calling.rules import label_of_outcome
from crm.customers.worklist.exporting import PAGE, on_sheet
from crm.customers.worklist.model import CALLS, STATES
from crm.customers.worklist.reading import Entries, entries, kind_of
from crm.records.people import people
from crm.records.reading import View
from kernel.formats import format_datetime
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


@on_sheet(CALLS)
async def call_lines(uow: UnitOfWork, me: Principal, worklist: View) -> list[list[str]]:
    """Of those whom the member may export."""
    everybody = await people(uow)
    lines = [
        [
            str(kind_of(worklist).label),
            _("Owner"),
            _("Status"),
            _("Assigned to"),
            _("Calls made"),
            _("Last outcome"),
            _("Next call"),
            _("Last activity"),
        ]
    ]
    found = Entries([], None)
    while True:
        found = await entries(uow, me, worklist, after=found.next, limit=PAGE, action="export")
        lines += [
            [
                one.title,
                everybody.name(one.owner_id),
                str(STATES[one.state]),
                everybody.name(one.assignee_id),
                str(one.attempts),
                label_of_outcome(me, one.outcome),
                format_datetime(one.next_call_at),
                format_datetime(one.last_activity_at),
            ]
            for one in found.items
        ]
        if found.next is None:
            return lines
