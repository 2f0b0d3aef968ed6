"""What the documents say of the code is so."""

import ast
import importlib
import re
from pathlib import Path

import msgspec
import pytest

from app.cli import COMMANDS
from kernel.settings import PREFIX, Settings, default_data_dir
from tests.layout.sources import ROOT

README = (ROOT / "README.md").read_text()
DECISIONS = sorted((ROOT / "deploy" / "decisions").glob("*.md"))
PARTS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
# The worked example is not part of the product.
EXAMPLE = "vehicle"
PLACES = re.compile(r"`((?:platform|tenants|bots|search|tests|deploy|\.ci)/[\w./-]*)`")


def section(title: str) -> str:
    return re.split(rf"(?m)^## {title}.*$", README)[1].split("\n## ")[0]


def first_cells(text: str) -> list[list[str]]:
    rows = [line.strip("|") for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip(" `") for cell in re.split(r"(?<!\\)\|", row)] for row in rows]


def words(cell: str) -> list[str]:
    return re.findall(r"\w+", cell)


def told(default: object) -> str:
    if default in (None, ()):
        return ""
    text = str(default() if callable(default) else default)
    return text.replace(str(default_data_dir()), "~/.local/share/guanxi")


def test_the_table_of_settings_is_what_the_settings_are():
    stands = {name: default for name, default, *_ in first_cells(section("Configuration"))}
    holds = {
        PREFIX + field.name.upper(): told(
            field.default if field.default is not msgspec.NODEFAULT else field.default_factory
        )
        for field in msgspec.structs.fields(Settings)
    }
    assert stands == holds


def test_the_table_of_commands_is_what_the_program_has():
    stand = [name for names, *_ in first_cells(section("Command line")) for name in words(names)]
    assert sorted(stand) == sorted(COMMANDS)


@pytest.mark.parametrize("name", ["README.md", "deploy/README.md"])
def test_every_place_that_is_named_is_there(name):
    named = set(PLACES.findall((ROOT / name).read_text()))
    made = {"platform/web/assets/", "tests/browser"}
    missing = {place for place in named - made if not (ROOT / place).exists()}
    assert {place for place in missing if EXAMPLE not in place} == set()


def test_the_worked_example_builds_on_what_there_is():
    blocks = re.findall(r"(?s)```python\n(.*?)```", section("Adding a slice"))
    assert len(blocks) == 3
    wanted = [
        (node.module, alias.name)
        for block in blocks
        for node in ast.walk(ast.parse(block))
        if isinstance(node, ast.ImportFrom) and EXAMPLE not in (node.module or "")
        for alias in node.names
    ]
    assert [w for w in wanted if not hasattr(importlib.import_module(w[0]), w[1])] == []


def test_the_readme_can_be_read_in_one_sitting():
    assert README.count("\n") < 300


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_five_parts_on_one_page(path: Path):
    text = path.read_text()
    assert re.match(rf"# {path.name[:4]}: \S", text)
    assert re.findall(r"(?m)^## (.+)$", text) == PARTS
    assert text.count("\n") <= 60
    enforcers = PLACES.findall(text.partition("## Enforced by")[2])
    assert enforcers
    assert [place for place in enforcers if not (ROOT / place).exists()] == []
