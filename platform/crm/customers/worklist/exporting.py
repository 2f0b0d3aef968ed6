"""A customer list as a sheet, of those whom the member may export."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from litestar import Response

from crm.customers.worklist.model import WORKLIST
from crm.records.export import BOM, csv_line, neutral
from crm.records.narrowing import as_kept
from crm.records.reading import View, fetch, view
from crm.records.scope import demand_reach
from kernel.errors import Forbidden
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

PAGE: Final = 1_000
# What a list is used for says what stands in its sheet: heads first, then a line per customer.
Lines = Callable[[UnitOfWork, Principal, View], Awaitable[list[list[str]]]]
LINES: dict[str, Lines] = {}


def on_sheet(purpose: str) -> Callable[[Lines], Lines]:
    """Register what stands in the sheet of lists for this purpose."""

    def register(lines: Lines) -> Lines:
        LINES[purpose] = lines
        return lines

    return register


async def sheet(uow: UnitOfWork, me: Principal, worklist_id: UUID) -> Response[bytes]:
    """CSV, one line per customer."""
    kind = as_kept(WORKLIST, me)
    row = await fetch(uow, me, kind, worklist_id)
    demand_reach(me, kind.name, "export", row)
    worklist = view(me, kind, row)
    if not me.may(f"{worklist['holds']}:export"):
        raise Forbidden
    lines = await LINES[worklist["purpose"]](uow, me, worklist)
    body = BOM + "".join(csv_line([neutral(cell) for cell in line]) for line in lines)
    headers = {"Content-Disposition": 'attachment; filename="list.csv"'}
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)
