"""What works in which network, as data: a page shows it, `deploy/channels.md` states it."""

from typing import Final

import msgspec

from bots.gateway.channel import ADAPTERS, Adapter
from kernel.i18n import _, lazy

HEARD: Final = {
    "photo": lazy("Photos"),
    "voice": lazy("Voice notes"),
    "document": lazy("Files"),
    "place": lazy("Places"),
    "contact": lazy("Contacts"),
}
CHECKED: Final = {
    "wire": lazy("over the wire"),
    "vectors": lazy("by vectors"),
}


class Works(msgspec.Struct, frozen=True, kw_only=True):
    """One network's row."""

    channel: str
    label: str
    cells: list[str]


def headings() -> list[str]:
    """What the cells are."""
    return [
        _("Buttons"),
        _("Edits cards"),
        _("Pictures"),
        _("What the bot takes"),
        _("Group chats"),
        _("Customers"),
        _("Tested"),
    ]


def table() -> list[Works]:
    """Every network of chats, by name."""
    return [_row(one) for one in sorted(ADAPTERS.values(), key=lambda one: one.channel)]


def _row(adapter: Adapter) -> Works:
    able, works = adapter.capabilities, adapter.works
    yes, no = _("yes"), _("no")
    cells = [
        _buttons(able.buttons),
        yes if able.edits else _("a new message"),
        yes if able.pictures else _("in words"),
        ", ".join(str(label) for kind, label in HEARD.items() if kind in works.hears),
        yes if works.groups else no,
        yes if works.customers else no,
        str(CHECKED[works.checked]),
    ]
    return Works(channel=adapter.channel, label=str(adapter.label), cells=cells)


def _buttons(many: int) -> str:
    if not many:
        return _("numbers to type")
    if many >= 20:  # noqa: PLR2004 -- more than any message of ours has
        return _("yes")
    return _("up to %(many)s", many=many)
