"""Registrations: submitted, decided once, expired; what was decided is not changed any more."""

from typing import Any
from uuid import UUID

from crm.records.ports import Change
from crm.records.reading import View
from crm.records.service import Records, serve
from crm.records.types import Row
from crm.sales.partner import PARTNERS, demand_partner, one_partner
from crm.sales.registration.model import REGISTRATION
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Invalid
from kernel.i18n import _

# By these a customer is known: changed afterwards, they would protect another.
_BINDING = frozenset({"name", "website", "emails", "phones"})


class AlreadyDecided(Conflict):
    """Deciding twice would move the end of the protection."""

    code = "registration_decided"

    def default(self) -> str:
        return _("This registration is decided already.")


@serve
class Registrations(Records):
    """The engine's behaviour, and the life of a registration."""

    kind = REGISTRATION

    async def undecided(self, registration_id: UUID, action: str) -> Row:
        """The registration, locked, if nobody has decided on it."""
        row = await self.changeable(registration_id, action)
        if row["state"] != "submitted":
            raise AlreadyDecided
        return row

    async def settle(
        self,
        before: Row,
        action: str,
        values: dict[str, Any],
        links: dict[str, list[UUID]] | None = None,
    ) -> View:
        """Write what was decided."""
        row = {**before, **values, "updated_at": clock.now()}
        changed = frozenset(name for name in values if row[name] != before[name])
        await self._update(action, row, before, changed, links or {})
        return await self.get(before["id"])

    def effects(self, batch: WriteBatch, change: Change) -> None:
        del batch
        if change.before is None and not change.links.get(PARTNERS):
            raise Invalid(fields={PARTNERS: _("Which partner registers this customer?")})
        one_partner(change)
        decided = change.before is not None and change.before["state"] != "submitted"
        if (
            decided
            and change.action == "updated"
            and (change.changed & _BINDING or change.links.keys() & {PARTNERS, "companies"})
        ):
            raise AlreadyDecided

    async def after(self, change: Change) -> None:
        await demand_partner(self.uow, change)
