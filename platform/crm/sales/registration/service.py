"""Registrations: submitted, decided once, expired; what was decided is not changed any more."""

from uuid import UUID

from crm.records.ports import Change
from crm.records.service import serve
from crm.records.types import Row
from crm.records.verbs import Deciding
from crm.sales.partner import PARTNERS, demand_partner, one_partner
from crm.sales.registration.model import REGISTRATION
from crm.sales.registration.telling import tell_deciders
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
class Registrations(Deciding):
    """The engine's behaviour, and the life of a registration."""

    kind = REGISTRATION

    async def undecided(self, registration_id: UUID, action: str) -> Row:
        """The registration, locked, if nobody has decided on it."""
        row = await self.changeable(registration_id, action)
        if row["state"] != "submitted":
            raise AlreadyDecided
        return row

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
        if change.before is None:
            await tell_deciders(self.uow, change)
