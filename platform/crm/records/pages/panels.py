"""Where layers above show something on a record's page: a composer, open tasks, buttons."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, get_args

import msgspec

from crm.records.reading import View
from crm.records.types import RecordType
from kernel.http import Ctx
from kernel.principal import Principal
from web import shell

Place = Literal["actions", "summary", "top", "side"]


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """`load` gives what `template` needs; it may send one statement.

    `href` is where, in the workspace, the page fetches by itself what it need not wait for.
    """

    name: str
    place: Place
    template: str
    applies: Callable[[RecordType], bool]
    load: Callable[[Ctx, RecordType, View], Awaitable[dict[str, Any]]] | None = None
    href: Callable[[RecordType, View], str] | None = None
    needs: str = ""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done with entries of a kind on timelines: `path` and the entry's id."""

    entry: str
    label: str
    icon: str
    path: str
    needs: str


_PANELS: dict[str, Panel] = {}
_ACTS: list[Act] = []


def add_panel(panel: Panel) -> None:
    """Show it on the pages of the types to which it applies."""
    _PANELS[panel.name] = panel


def add_act(act: Act) -> None:
    """Offer it beside the entries of its kind."""
    _ACTS.append(act)


def acts_of(principal: Principal) -> dict[str, list[Act]]:
    """By the kind of entry: what the principal may do there."""
    found: dict[str, list[Act]] = {}
    for act in _ACTS:
        if principal.may(act.needs):
            found.setdefault(act.entry, []).append(act)
    return found


async def panels_of(ctx: Ctx, kind: RecordType, record: View) -> dict[str, list[Any]]:
    """Per place: the panels of this record, each with what it needs."""
    found: dict[str, list[Any]] = {place: [] for place in get_args(Place)}
    for panel in _PANELS.values():
        if panel.applies(kind) and (not panel.needs or ctx.principal.may(panel.needs)):
            data = await panel.load(ctx, kind, record) if panel.load else {}
            if panel.href:
                data["href"] = shell.current().at(panel.href(kind, record))
            found[panel.place].append({"template": panel.template, **data})
    return found
