"""Channels that lack buttons, edits or pictures get the same in words: numbers to type instead."""

import re
from typing import Any, Final
from uuid import UUID

import msgspec

from bots.core.messages import Action, Capabilities, Outbound
from kernel.i18n import _

# What each channel can show; one that is not named can show everything.
CAPABILITIES: Final[dict[str, Capabilities]] = {}
EVERYTHING: Final = Capabilities()

_NUMBER: Final = re.compile(r"\s*[(（#]?([0-9０-９]{1,2})[.。)）]?\s*")


def capabilities(channel: str) -> Capabilities:
    """What the channel can show."""
    return CAPABILITIES.get(channel, EVERYTHING)


def degraded(said: list[Outbound], able: Capabilities) -> tuple[list[Outbound], list[UUID]]:
    """The messages as the channel can show them, and the buttons that became numbers, in order."""
    shown: list[Outbound] = []
    numbered: list[UUID] = []
    for message in said:
        plain = message
        if not able.edits:
            plain = msgspec.structs.replace(plain, edit_of="")
        if not able.pictures:
            plain = msgspec.structs.replace(plain, picture=None)
        if not able.files:
            plain = msgspec.structs.replace(plain, file=None)
        if len(message.actions) > able.buttons:
            first = len(numbered) + 1
            numbered += [action.id for action in message.actions]
            plain = _numbered(plain, first, last=message is said[-1])
        shown.append(plain)
    return shown, numbered


def chosen(text: str, numbered: list[Any]) -> UUID | None:
    """The button that a typed number stands for; None where it is no such number."""
    match = _NUMBER.fullmatch(text)
    place = int(match[1]) if match is not None else 0
    return UUID(str(numbered[place - 1])) if 0 < place <= len(numbered) else None


def _numbered(message: Outbound, first: int, *, last: bool) -> Outbound:
    lines = choices(message.actions, first)
    if last:
        lines.append(_("Answer with a number."))
    return msgspec.structs.replace(message, actions=[], below="\n".join(lines))


def choices(actions: list[Action], first: int = 1) -> list[str]:
    """A numbered line for each button."""
    return [f"{number}. {action.label}" for number, action in enumerate(actions, first)]
