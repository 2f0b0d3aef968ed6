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
    "wire": lazy("over the wire, against an emulator"),
    "vectors": lazy("against a small server of our own, by vectors of the network's SDK or manual"),
}


class Works(msgspec.Struct, frozen=True, kw_only=True):
    """One network's row."""

    channel: str
    label: str
    buttons: str
    edits: str
    pictures: str
    hears: str
    groups: str
    customers: str
    checked: str

    @property
    def cells(self) -> list[str]:
        """In the order of the headings."""
        return [self.buttons, self.edits, self.pictures, self.hears, self.groups, self.customers]


def headings() -> list[str]:
    """What the cells are."""
    return [
        _("Buttons"),
        _("Cards are edited in place"),
        _("Pictures"),
        _("What the bot takes"),
        _("In groups"),
        _("Customers write to it"),
    ]


def table() -> list[Works]:
    """Every network of chats, by name."""
    return [_row(one) for one in sorted(ADAPTERS.values(), key=lambda one: one.channel)]


def _row(adapter: Adapter) -> Works:
    able, works = adapter.capabilities, adapter.works
    yes, no = _("yes"), _("no")
    return Works(
        channel=adapter.channel,
        label=str(adapter.label),
        buttons=_buttons(able.buttons),
        edits=yes if able.edits else _("a new message"),
        pictures=yes if able.pictures else _("in words"),
        hears=", ".join(str(label) for kind, label in HEARD.items() if kind in works.hears) or no,
        groups=_("commands and mentions") if works.groups else no,
        customers=yes if works.customers else no,
        checked=str(CHECKED[works.checked]),
    )


def _buttons(many: int) -> str:
    if not many:
        return _("numbers to type")
    if many >= 20:  # noqa: PLR2004 -- more than any message of ours has
        return _("yes")
    return _("up to %(many)s, else numbers to type", many=many)
