"""Companies as one member sees them."""

from typing import Any

from crm.customers.company.model import COMPANY
from crm.customers.ownership.records import Owned
from crm.customers.parameters.numbering import next_number
from crm.customers.parameters.service import Known
from crm.customers.reclaim.service import renew
from crm.customers.territory.placing import settle
from crm.records.ports import Change
from crm.records.service import serve
from kernel.batch import WriteBatch
from kernel.errors import Invalid
from kernel.i18n import _


@serve
class Companies(Owned):
    """The engine's behaviour, numbers, and at most one parent that is not itself."""

    kind = COMPANY

    async def numbered(self, known: Known, values: dict[str, Any], /) -> dict[str, Any]:
        if not known.rules.numbering:
            return values
        return {**values, "number": await next_number(self.uow, known, "company")}

    def effects(self, batch: WriteBatch, change: Change) -> None:
        del batch
        parents = change.links.get("parents", [])
        if len(parents) > 1:
            raise Invalid(fields={"parents": _("A company has one parent at most.")})
        if change.record_id in parents:
            raise Invalid(fields={"parents": _("A company is not its own parent.")})

    async def after(self, change: Change) -> None:
        """What the rules of the pools and of the territories go by has changed."""
        await settle(self.uow, change)
        if change.changed & {"owner_id", "level", "status"}:
            await renew(self.uow, [change.record_id])
