"""Slices are found by where they lie: nobody keeps a list of them."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@cache
def modules_of(house: str) -> tuple[ModuleType, ...]:
    """Every module of a package, imported in the order of their names.

    A package that says `ON_DEMAND = True` is left to whoever needs it.
    """
    return tuple(import_module(name) for name in sorted(_names(house)))


def _names(package: str) -> list[str]:
    found = import_module(package)
    if getattr(found, "ON_DEMAND", False):
        return []
    names = []
    for each in iter_modules(found.__path__, f"{package}."):
        names += [each.name, *(_names(each.name) if each.ispkg else ())]
    return names
