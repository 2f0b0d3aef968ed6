"""Customer lists: made, paused, finished."""

from typing import Any

from crm.customers.worklist.model import TARGETS, WORKLIST
from crm.records.service import Records, serve
from kernel.errors import Invalid
from kernel.i18n import _


@serve
class Worklists(Records):
    """The engine's behaviour; target accounts are companies."""

    kind = WORKLIST

    def complete(self, row: dict[str, Any], _values: dict[str, Any], /) -> None:
        if row["purpose"] == TARGETS and row["holds"] != "company":
            raise Invalid(fields={"holds": _("Target accounts are companies.")})
