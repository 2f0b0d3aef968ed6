"""Checking in at a customer: a visit with a place, and whether that is the customer's."""

from typing import Any
from uuid import UUID

import msgspec

from crm.activities.activity.service import Activities
from crm.activities.places import MILLION, Place, metres
from crm.customers.company.model import COMPANY
from crm.customers.parameters.service import parameters
from crm.records.reading import View, fetch
from kernel.errors import Forbidden, Invalid
from kernel.i18n import _
from kernel.principal import Principal, unveiled
from kernel.transaction import UnitOfWork


class Standing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody stands, in degrees, and how exactly that is known, in metres."""

    latitude: float
    longitude: float
    accuracy: float = 0.0

    @property
    def place(self) -> Place:
        """In whole numbers."""
        return Place(round(self.latitude * MILLION), round(self.longitude * MILLION))


async def check_in(
    uow: UnitOfWork, principal: Principal, company_id: UUID, here: Standing, note: str = ""
) -> View:
    """A visit now and here. Verified where that is near enough to the customer's own place."""
    _demand_sound(here)
    company = await fetch(uow, principal, COMPANY, company_id)
    if not principal.may("activity:create"):
        raise Forbidden
    values: dict[str, Any] = {
        "kind": "visit",
        "text": note.strip() or _("Checked in at %(name)s.", name=company["name"]),
        "links": [{"id": company_id}],
        "latitude": here.place.latitude,
        "longitude": here.place.longitude,
        "accuracy": round(here.accuracy),
        **await _verdict(uow, company, here),
    }
    return await Activities(uow, unveiled(principal)).create(values)


async def _verdict(uow: UnitOfWork, company: Any, here: Standing) -> dict[str, Any]:
    if company["latitude"] is None or company["longitude"] is None:
        return {"distance": None, "verified": False}
    there = Place(company["latitude"], company["longitude"])
    distance, most = metres(here.place, there), (await parameters(uow)).rules.checkin_radius
    return {"distance": distance, "verified": distance <= most and here.accuracy <= most}


def _demand_sound(here: Standing) -> None:
    # Written so that what is no number fails too.
    if not (abs(here.latitude) <= 90 and abs(here.longitude) <= 180):  # noqa: PLR2004 -- the globe
        raise Invalid(_("This is no place on the globe."))
    if not 0 <= here.accuracy <= 10_000_000:  # noqa: PLR2004 -- half the globe
        raise Invalid(_("This is no place on the globe."))
