"""The audit as a sheet, for those who keep it elsewhere as well."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from litestar import Response
from litestar.params import QueryParameter

from crm.records.export import BOM, csv_line, neutral
from kernel.formats import format_datetime
from kernel.http import ALWAYS, Ctx, get
from kernel.i18n import _
from tenants.audit.listing import Wanted, listed
from tenants.audit.naming import first_moment, names_of, next_moment
from tenants.audit.words import told

# As many as a spreadsheet is patient with; a narrower time holds the rest.
MOST: Final = 20_000
PAGE: Final = 500
Day = Annotated[str, QueryParameter(max_length=20)]


@get(
    "/{workspace:str}/settings/audit/sheet",
    needs="settings:audit",
    opt=ALWAYS,
    cost=20,
    include_in_schema=False,
)
async def audit_sheet(ctx: Ctx, since: Day = "", until: Day = "") -> Response[str]:
    """One line for each change of a field, the newest first."""
    ctx.principal.entitled.demand_feature("audit_export")
    names = await names_of(ctx.uow)
    head = [_("When"), _("Who"), _("Through"), _("What"), _("Field"), _("Before"), _("After")]
    lines, after = [csv_line(head)], ""
    while len(lines) < MOST:
        wanted = Wanted(
            since=first_moment(since), until=next_moment(until), after=after, limit=PAGE
        )
        found = await listed(ctx.uow, ctx.principal, wanted)
        lines += [line for event in found.items for line in _lines(told(event, names))]
        if found.next is None:
            break
        after = found.next
    return Response(
        BOM + "".join(lines),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _lines(event: dict[str, Any]) -> Iterator[str]:
    first = [format_datetime(event["at"]), event["by"], event["source"], event["deed"]]
    for change in event["changes"] or [("", "", "")]:
        yield csv_line([neutral(str(cell)) for cell in (*first, *change)])


ROUTES = [audit_sheet]
