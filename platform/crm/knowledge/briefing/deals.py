"""The open deals of a customer, and since when each has been standing where it is."""

from typing import Any, Final
from uuid import UUID

from crm.customers.overview.ports import reads
from crm.knowledge.briefing.lines import Line
from crm.records.reading import View
from crm.records.scope import visible
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.formats import format_money
from kernel.i18n import _, ngettext
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_DEALS: Final = """
SELECT d.id, d.name, d.amount, d.stage_entered_at, s.name AS stage FROM deal d
JOIN stage s ON s.tenant_id = $1 AND s.id = d.stage_id
WHERE d.tenant_id = $1 AND d.status = 'open' AND d.deleted_at IS NULL AND {scope}
    AND (d.id = $2 OR EXISTS (SELECT 1 FROM link l WHERE l.tenant_id = $1 AND l.from_id = d.id
        AND l.to_id = $2 AND l.kind IN ('companies', 'contacts')))
ORDER BY d.tenant_id DESC, d.updated_at DESC, d.id DESC LIMIT 3
"""


async def open_deals(uow: UnitOfWork, me: Principal, record: View) -> list[Line]:
    """The three that moved last."""
    if not reads(me, DEAL, "name", "status", "stage_id"):
        return []
    args = Args(me.tenant_id, UUID(str(record["id"])))
    sql = _DEALS.format(scope=visible(me, args, "d", of=DEAL))
    priced = reads(me, DEAL, "amount")
    return [_line(row, priced=priced) for row in await uow.fetch(sql, *args.values)]


def _line(row: Any, *, priced: bool) -> Line:
    days = (clock.now() - row["stage_entered_at"]).days
    age = ngettext("%(num)s day in this stage", "%(num)s days in this stage", days) if days else ""
    amount = row["amount"] if priced else None
    worth = format_money(amount["amount_minor"], amount["currency"]) if amount else ""
    said = [row["name"], worth, _("stage: %(stage)s", stage=row["stage"]), age]
    text = _(", ").join(part for part in said if part)
    return Line(part="deal", text=text, type="deal", id=row["id"], at=row["stage_entered_at"])
