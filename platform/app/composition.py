"""Slices meet here: ports are filled, types are declared, in one order."""

from functools import cache
from importlib import import_module
from typing import Final

from app.registry import load_models

# Imported for what they register: services, timeline entries, jobs, chat cards.
SLICES: Final = (
    "crm.customers.company.service",
    "crm.customers.contact.service",
    "crm.activities.task.service",
    "crm.activities.activity.service",
    "crm.activities.timeline",
    "search.sink",
    "search.tasks",
)


@cache
def compose() -> None:
    """Declare every type and fill every port; again is harmless."""
    load_models()
    for name in SLICES:
        import_module(name)
