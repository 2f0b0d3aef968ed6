"""Leads: assigned, worked on, qualified or not, converted and taken back."""

from typing import Any
from uuid import UUID

from crm.customers.ownership.records import Handed
from crm.customers.ownership.service import keep_owners
from crm.customers.parameters.service import parameters
from crm.records.narrowing import as_kept
from crm.records.ports import Change
from crm.records.reading import View
from crm.records.service import serve
from crm.records.types import Row
from crm.records.verbs import Deciding
from crm.sales.lead.model import LEAD
from crm.sales.lead.ports import LEADS
from crm.sales.partner import demand_partner, one_partner
from crm.sales.reasons import demand_reason
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Invalid
from kernel.i18n import _

keep_owners(LEAD.name)


class AlreadyConverted(Conflict):
    """Converting twice would make the customer twice."""

    code = "lead_converted"

    def default(self) -> str:
        return _("This lead is converted already.")


@serve
class Leads(Handed, Deciding):
    """The engine's behaviour, and what becomes of a lead."""

    kind = LEAD

    async def qualify(self, lead_id: UUID) -> View:
        """There is something to sell, and what must be known of such a lead is."""
        before = await self.unconverted(lead_id)
        await self._demand_known(before)
        return await self.decided(before, "updated", {"status": "qualified", "reason": None})

    async def disqualify(self, lead_id: UUID, reason: str) -> View:
        """Nothing to sell, and why."""
        return await self._give_up(lead_id, "disqualified", reason)

    async def recycle(self, lead_id: UUID, reason: str) -> View:
        """Nothing to sell now; later again."""
        return await self._give_up(lead_id, "recycled", reason)

    async def resume(self, lead_id: UUID) -> View:
        """Undo any of these."""
        before = await self.unconverted(lead_id)
        if before["status"] not in {"qualified", "disqualified", "recycled"}:
            raise Conflict(_("This lead is being worked on already."))
        status = "working" if before["first_response_at"] else "new"
        return await self.decided(before, "reopened", {"status": status, "reason": None})

    async def unconverted(self, lead_id: UUID) -> Row:
        """The lead, locked, if it has not become a customer."""
        row = await self._held(lead_id, None)
        if row["status"] == "converted":
            raise AlreadyConverted
        return row

    async def converted(self, lead_id: UUID) -> Row:
        """The lead, locked, if it has."""
        row = await self._held(lead_id, None)
        if row["status"] != "converted":
            raise Conflict(_("This lead is not converted."))
        return row

    def complete(self, row: dict[str, Any], values: dict[str, Any], /) -> None:
        given = values.get("owner_id")
        if given and given != self.principal.member_id and row["status"] == "new":
            row["status"] = "assigned"

    def effects(self, batch: WriteBatch, change: Change) -> None:
        del batch
        one_partner(change)

    async def after(self, change: Change) -> None:
        await demand_partner(self.uow, change)
        for follow in LEADS:
            await follow(self, change)

    async def start(self, lead_id: UUID) -> View:
        """Somebody works on it, whether or not it was heard from."""
        before = await self.unconverted(lead_id)
        return await self.decided(before, "updated", {"status": "working", "reason": None})

    def received(self, row: dict[str, Any], /) -> None:
        if row["owner_id"] is not None and row["status"] == "new":
            row["status"] = "assigned"

    async def _demand_known(self, lead: Row) -> None:
        lists = (await parameters(self.uow)).rules.lead_checklists
        asked = {*lists.get("", ()), *lists.get(lead["source"] or "", ())}
        choices = as_kept(LEAD, self.principal).fields["qualified_by"].choices
        missing = [
            str(choice.label)
            for choice in choices
            if choice.value in asked and choice.value not in lead["qualified_by"]
        ]
        if missing:
            words = _("Not known yet: %(what)s.") % {"what": ", ".join(missing)}
            raise Invalid(words, fields={"qualified_by": words})

    async def _give_up(self, lead_id: UUID, status: str, reason: str) -> View:
        before = await self.unconverted(lead_id)
        demand_reason(LEAD, "reason", self.principal, reason)
        return await self.decided(before, "updated", {"status": status, "reason": reason})
