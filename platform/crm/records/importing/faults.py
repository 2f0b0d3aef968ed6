"""The lines that did not get in, as a file to mend and send again."""

from collections.abc import AsyncIterator

from crm.records.export import BOM, csv_line, neutral
from crm.records.importing.shown import ImportView
from kernel.database import Database
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

PAGE = 1000

_PAGE = """
SELECT l.line, l.reason, l.column_name, l.cells FROM import_line l
WHERE l.tenant_id = $1 AND l.import_id = $2 AND l.outcome = 'error' AND l.line > $3
ORDER BY l.tenant_id, l.import_id, l.line LIMIT $4
"""


async def fault_file(
    database: Database, principal: Principal, shown: ImportView
) -> AsyncIterator[bytes]:
    """The columns as they were sent, and behind them the line, the column and the reason."""
    with use(principal.language):
        extra = [_("Line"), _("Column"), _("What is wrong")]
    yield (BOM + csv_line([*shown.columns, *extra])).encode()
    last, width = 0, len(shown.columns)
    while True:
        uow = await UnitOfWork(database).begin(principal.tenant_id)
        try:
            rows = await uow.fetch(_PAGE, principal.tenant_id, shown.id, last, PAGE)
        finally:
            await uow.finish(commit=False)
        text = ""
        for row in rows:
            cells = [*row["cells"], *[""] * width][:width]
            said = [*cells, str(row["line"]), row["column_name"], row["reason"]]
            text += csv_line([neutral(cell) for cell in said])
        if text:
            yield text.encode()
        if len(rows) < PAGE:
            return
        last = rows[-1]["line"]
