"""Where layers above put a tool beside a list: for all that it shows, or for what is selected."""

from collections.abc import Callable
from typing import Any

import msgspec

from crm.records.types import RecordType
from kernel.principal import Principal


class ListTool(msgspec.Struct, frozen=True, kw_only=True):
    """A button that opens the dialog at `path`, which is told the type and what the list asks.

    One that is `of_selected` is told the records that are ticked as well.
    """

    label: Any
    icon: str
    path: str
    applies: Callable[[RecordType], bool]
    needs: str = ""
    of_selected: bool = False


_TOOLS: dict[str, ListTool] = {}


def add_tool(tool: ListTool) -> None:
    """Show it beside the lists of the types to which it applies."""
    _TOOLS[tool.path] = tool


def tools_of(kind: RecordType, principal: Principal) -> list[ListTool]:
    """Those of a type that the principal may use."""
    return [
        tool
        for tool in _TOOLS.values()
        if tool.applies(kind) and (not tool.needs or principal.may(tool.needs))
    ]
