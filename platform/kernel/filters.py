"""Filters: one grammar for lists, views, segments, rules and exports.

`{"and": [{"field": "name", "op": "contains", "value": "pump"}, {"or": [...]}, {"not": {...}}]}`
"""

from typing import Any, Final

import msgspec

from kernel.errors import Refused
from kernel.i18n import _

MAX_NODES: Final = 100
MAX_DEPTH: Final = 8
MAX_TEXT: Final = 20_000


class BadFilter(Refused):
    """A filter that does not say anything we know."""

    code = "bad_filter"


class Test(msgspec.Struct, frozen=True):
    """One field compared with a value."""

    field: str
    op: str
    value: Any = None


class Group(msgspec.Struct, frozen=True):
    """`word` is and, or, not."""

    word: str
    parts: tuple["Node", ...]


Node = Test | Group
EVERYTHING: Final = Group("and", ())


def parse(text: str | None) -> Node:
    """Read a filter from its JSON; raises `BadFilter` with what is wrong."""
    if not text:
        return EVERYTHING
    if len(text) > MAX_TEXT:
        raise BadFilter(_("The filter is too long."))
    try:
        tree = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadFilter(_("The filter is not valid JSON.")) from error
    return _node(tree, _Budget(), 0)


def kept(filter: dict[str, Any]) -> Node:
    """A condition as it was stored; one that cannot be read any more fits nothing."""
    try:
        return parse(msgspec.json.encode(filter).decode())
    except BadFilter:
        return Group("or", ())


def tree(node: Node) -> dict[str, Any]:
    """A filter as its JSON; the way back from `parse`."""
    if isinstance(node, Test):
        bare = {"field": node.field, "op": node.op}
        return bare if node.value is None else {**bare, "value": node.value}
    parts = [tree(part) for part in node.parts]
    return {node.word: parts[0] if node.word == "not" else parts}


class _Budget:
    left = MAX_NODES


def _node(tree: object, budget: _Budget, depth: int) -> Node:
    budget.left -= 1
    if budget.left < 0 or depth > MAX_DEPTH:
        raise BadFilter(_("The filter has too many parts."))
    if not isinstance(tree, dict):
        raise BadFilter(_('A filter is an object such as {"and": [...]}.'))
    match tree:
        case {"and": list() as parts, **rest} if not rest:
            return Group("and", tuple(_node(part, budget, depth + 1) for part in parts))
        case {"or": list() as parts, **rest} if not rest:
            return Group("or", tuple(_node(part, budget, depth + 1) for part in parts))
        case {"not": part, **rest} if not rest:
            return Group("not", (_node(part, budget, depth + 1),))
        case {"field": str() as field, "op": str() as op, **rest} if set(rest) <= {"value"}:
            return Test(field, op, rest.get("value"))
    raise BadFilter(_("A filter has a field, an op and a value, or one of and, or, not."))
