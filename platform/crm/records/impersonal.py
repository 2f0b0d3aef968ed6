"""Conditions that mean the same to everybody: those of segments and territories."""

from crm.records.comparing import MY_TEAM
from crm.records.fields import PREFIX
from kernel.filters import Group, Node, Test


def tests_of(node: Node) -> list[Test]:
    """Every comparison in a filter."""
    if isinstance(node, Group):
        return [test for part in node.parts for test in tests_of(part)]
    return [node]


def is_personal(node: Node) -> bool:
    """Whether it depends on who asks."""
    return any(_is_personal(test) for test in tests_of(node))


def names_any(node: Node, *names: str) -> bool:
    """Whether it asks one of these, here or one step away; a workspace's own fields are others."""
    asked = (test.field for test in tests_of(node) if PREFIX not in test.field)
    return any(name.rpartition(".")[2] in names for name in asked)


def _is_personal(test: Test) -> bool:
    values = test.value if isinstance(test.value, list) else [test.value]
    return test.field.endswith("shared") or bool({"me", MY_TEAM} & {str(v) for v in values})
