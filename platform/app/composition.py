"""Slices meet here: ports are filled, types are declared, in one order."""

from functools import cache
from importlib import import_module
from typing import Final

from app.registry import load_models
from crm.records.beside import sight
from web.menu import stand_up
from web.nav import navigation

# Imported for what they register: services, timeline entries, jobs, chat cards.
SLICES: Final = (
    "tenants.members.tasks",
    "tenants.people.reset",
    "tenants.workspace.menu",
    "crm.records.shape.loading",
    "crm.customers.company.service",
    "crm.customers.contact.service",
    "crm.activities.task.service",
    "crm.activities.activity.service",
    "crm.activities.timeline",
    "crm.records.beside.trash",
    "crm.records.auditing",
    "search.sink",
    "search.tasks",
    "app.finder",
    "crm.activities.task.tasks",
    "bots.core.saving",
    "bots.core.editing",
    "bots.core.agenda",
    "bots.core.lookup",
    "bots.core.reminding",
    "bots.webchat.history",
    "bots.telegram.post",
    "bots.telegram.processing",
    "app.first_steps",
)


@cache
def compose() -> None:
    """Declare every type and fill every port; again is harmless."""
    load_models()
    for name in SLICES:
        import_module(name)
    sight.watch()
    stand_up(navigation)
