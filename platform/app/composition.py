"""Slices meet here: types are declared, ports are filled, in one order."""

from functools import cache
from importlib import import_module
from typing import Final

from app.registry import load_models
from crm.records import subjects
from crm.records.beside import sight
from kernel.slices import modules_of
from web.menu import stand_up
from web.nav import navigation

# Every slice of these is imported, for what it registers: services, panels, jobs, chat cards.
HOUSES: Final = ("tenants", "crm", "billing", "bots", "app.console")
# Of the rest only what registers something: the model of the search belongs to the worker's child.
FURTHER: Final = (
    "search.nearness",
    "search.sink",
    "search.erasing",
    "search.tasks",
    "search.files.tasks",
    "search.reindexing",
    "app.finder",
    "app.first_steps",
)


@cache
def compose() -> None:
    """Declare every type and fill every port; again is harmless."""
    load_models()
    for house in HOUSES:
        modules_of(house)
    for name in FURTHER:
        import_module(name)
    sight.watch()
    subjects.offer()
    stand_up(navigation)
