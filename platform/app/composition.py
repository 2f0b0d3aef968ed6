"""Slices meet here: ports are filled, types are declared, in one order."""

import crm.activities.timeline
import crm.customers.company.service
import crm.customers.contact.service
from app.registry import load_models

_SLICES = (
    crm.activities.timeline,
    crm.customers.company.service,
    crm.customers.contact.service,
)


def compose() -> None:
    """Declare every type and fill every port; again is harmless."""
    load_models()
