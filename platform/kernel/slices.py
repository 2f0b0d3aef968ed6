"""Slices are found by where they lie: nobody keeps a list of them."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType


@cache
def modules_of(house: str) -> tuple[ModuleType, ...]:
    """Every module of a package, imported in the order of their names."""
    package = import_module(house)
    found = sorted(each.name for each in walk_packages(package.__path__, f"{house}."))
    return tuple(import_module(name) for name in found)
