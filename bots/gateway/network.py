"""What an administrator must know of a network to connect it: settings, steps, what to paste."""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

LONGEST: Final = 2_000


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be copied from the network's own pages; `pattern` is the shape that it has."""

    name: str
    label: str
    hint: str = ""
    secret: bool = True
    required: bool = True
    pattern: str = r"\S+"


class Pasted(msgspec.Struct, frozen=True):
    """Something to be copied from here to the network's pages."""

    label: str
    value: str


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """`console` is where its bots are made; `steps` lead through it, `binding` says how to write.

    `answers_customers`: strangers there are customers, not colleagues.
    """

    channel: str
    label: str
    console: str
    settings: tuple[Setting, ...]
    steps: tuple[str, ...]
    binding: str
    answers_customers: bool = False

    def taken(self, sent: Mapping[str, str]) -> tuple[dict[str, str], list[Setting]]:
        """What was given, stripped, and which settings are missing or have another shape."""
        given = {one.name: sent.get(one.name, "").strip() for one in self.settings}
        wrong = [one for one in self.settings if not _fits(one, given[one.name])]
        return {name: text for name, text in given.items() if text}, wrong


def _fits(setting: Setting, text: str) -> bool:
    if not text:
        return not setting.required
    return len(text) <= LONGEST and re.fullmatch(setting.pattern, text) is not None
