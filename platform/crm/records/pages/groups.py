"""Lines of a condition that belong together: all of them, any of them, or none of them must hold.

On the form each line says how `deep` it stands; a group is opened by a line of its own, whose
field is one of `GROUPS`, and holds what follows and stands deeper.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from crm.records.pages.forms import Sent
from kernel.filters import Group, Node, Test
from kernel.i18n import lazy

GROUPS: Final[dict[str, Any]] = {
    "#and": lazy("all of these"),
    "#or": lazy("any of these"),
    "#not": lazy("none of these"),
}
DEEPEST: Final = 4


class Line(msgspec.Struct, kw_only=True):
    """`end` closes the lines of its depth: there one more may be put in."""

    field: str = ""
    op: str = ""
    value: str = ""
    deep: int = 0
    end: bool = False

    @property
    def opens(self) -> bool:
        """Whether a group begins with it."""
        return self.field in GROUPS


class _Open(msgspec.Struct):
    word: str
    parts: list[Any]


def sent_lines(data: Sent) -> list[Line]:
    """What the form says, in its order."""
    deep = [int(text) if text.isdecimal() else 0 for text in data.all("deep")]
    rows = zip(data.all("field"), data.all("op"), data.all("value"), strict=False)
    return [
        Line(field=field, op=op, value=value, deep=deep[n] if n < len(deep) else 0)
        for n, (field, op, value) in enumerate(rows)
    ]


def gathered(joint: str, lines: Sequence[tuple[Line, Any]]) -> dict[str, Any]:
    """The filter of these lines, each with its own comparison; nothing where all are empty."""
    stack = [_Open(joint, [])]
    for line, test in lines:
        del stack[max(line.deep, 0) + 1 :]
        if line.opens:
            stack[-1].parts.append(_Open(line.field[1:], []))
            stack.append(stack[-1].parts[-1])
        elif test is not None:
            stack[-1].parts.append(test)
    parts = _closed(stack[0].parts)
    return {joint: parts} if parts else {}


def _closed(parts: list[Any]) -> list[dict[str, Any]]:
    found = []
    for part in parts:
        inner = _closed(part.parts) if isinstance(part, _Open) else []
        if not isinstance(part, _Open):
            found.append(part)
        elif inner and part.word == "not":
            found.append({"not": inner[0] if len(inner) == 1 else {"or": inner}})
        elif inner:
            found.append(inner[0] if len(inner) == 1 else {part.word: inner})
    return found


def laid_out(node: Node) -> tuple[str, list[tuple[Line, Test | None]]]:
    """How the outermost parts are joined, and the lines in their order, tests beside theirs."""
    whole = isinstance(node, Group) and node.word != "not"
    parts = node.parts if whole else (node,)  # type: ignore[union-attr]
    return (node.word if whole else "and"), list(_lines(parts, 0))  # type: ignore[union-attr]


def _lines(parts: Sequence[Node], deep: int) -> Iterator[tuple[Line, Test | None]]:
    for part in parts:
        if isinstance(part, Test):
            yield Line(field=part.field, op=part.op, deep=deep), part
            continue
        yield Line(field=f"#{part.word}", deep=deep), None
        inner = part.parts
        if part.word == "not" and isinstance(inner[0], Group) and inner[0].word == "or":
            inner = inner[0].parts
        yield from _lines(inner, deep + 1)


def shown(typed: Sent, least: int) -> list[Line]:
    """The lines with an empty one at least at the end, and the end of each group."""
    found: list[Line] = []
    open_at: list[int] = []
    for line in sent_lines(typed):
        while open_at and open_at[-1] >= line.deep:
            found.append(Line(deep=open_at.pop() + 1, end=True))
        found.append(line)
        if line.opens:
            open_at.append(line.deep)
    found += [Line(deep=deep + 1, end=True) for deep in reversed(open_at)]
    outer = sum(1 for line in found if not line.deep)
    found += [Line() for _n in range(max(least - outer, 1))]
    return [*found, Line(end=True)]


def fresh(deep: int) -> list[Line]:
    """A new group, to be filled in."""
    return [Line(field="#or", deep=deep), *[Line(deep=deep + 1)] * 2, Line(deep=deep + 1, end=True)]
