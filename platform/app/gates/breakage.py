"""All that is broken on purpose: the tuples of mutants in every module `mutants*` here."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import app.gates
from app.gates.mutants import Mutant


def _found() -> Iterator[Mutant]:
    for module in sorted(m.name for m in iter_modules(app.gates.__path__)):
        if module.startswith("mutants"):
            for value in vars(import_module(f"app.gates.{module}")).values():
                if isinstance(value, tuple):
                    yield from (one for one in value if isinstance(one, Mutant))


MUTANTS: Final = tuple({id(mutant): mutant for mutant in _found()}.values())
