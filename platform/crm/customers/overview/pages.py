"""On top of a customer's page: its level, how long it stays, and the figures of all slices."""

from typing import Any, Final

from crm.customers.company.model import COMPANY
from crm.customers.overview.service import figures, told
from crm.customers.reclaim.due import days_left
from crm.records.kinds.choices import label_of
from crm.records.narrowing import as_seen
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View
from crm.records.types import RecordType
from kernel import clock
from kernel.http import Ctx
from kernel.i18n import _, ngettext
from kernel.principal import Principal
from web import shell

SOON: Final = 3
NEAR: Final = 7
_COLOURS: Final = {"A": "primary", "B": "info"}


async def _load(ctx: Ctx, kind: RecordType, record: View) -> dict[str, Any]:
    found = await figures(ctx.uow, ctx.principal, kind, record["id"])
    at = shell.current().at
    said = told(kind, ctx.principal, record, found)
    return {
        "marks": _marks(ctx.principal, record) if kind is COMPANY else [],
        "figures": [(one, at(one.path) if one.path else "") for one in said],
    }


def _marks(principal: Principal, record: View) -> list[tuple[str, str, str]]:
    """What kind of customer it is, as (words, colour, icon)."""
    fields = as_seen(COMPANY, principal).fields
    marks = []
    for name in ("status", "level"):
        value = record.get(name)
        if value and name in fields and not fields[name].masked:
            words = label_of(fields[name], value)
            marks.append((words, _COLOURS.get(value, "neutral"), "tag"))
    due = record.get("reclaim_at")
    if due:
        left = max(days_left(due, clock.now()), 0)
        words = ngettext("%(num)s day left", "%(num)s days left", left)
        colour = "error" if left <= SOON else "warning" if left <= NEAR else "neutral"
        marks.append((words, colour, "clock"))
    elif record.get("owner_id") is None:
        marks.append((_("Nobody's"), "warning", "inbox"))
    return marks


add_panel(
    Panel(
        name="overview",
        place="summary",
        template="crm/customers/overview/templates/overview.html",
        applies=lambda kind: kind.name in {"company", "contact"},
        load=_load,
    )
)
