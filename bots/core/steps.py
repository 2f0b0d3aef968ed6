"""Who answers what: commands, buttons and questions, each with its handler."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from babel.support import LazyProxy

from bots.core.talk import Pressed, Talk

OnCommand = Callable[[Talk, str], Awaitable[None]]
OnButton = Callable[[Talk, Pressed], Awaitable[None]]
OnAnswer = Callable[[Talk, dict[str, Any], str], Awaitable[None]]


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """`words` are all its names, with or without a slash; `about` stands in the help."""

    words: tuple[str, ...]
    about: LazyProxy | str
    handler: OnCommand
    listed: bool = True


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """`once`: it writes, so a second press changes nothing."""

    handler: OnButton
    once: bool


COMMANDS: dict[str, Command] = {}
# As they stand in the help and in the networks' menus: what is said daily first.
ORDER: Final = (
    "log", "today", "tasks", "brief", "ask", "find", "deals", "pool", "call", "target", "rank",
    "me", "settings", "switch", "cancel", "help",
)  # fmt: skip
BUTTONS: dict[str, Button] = {}
ANSWERS: dict[str, OnAnswer] = {}


def command(*words: str, about: Any, listed: bool = True) -> Callable[[OnCommand], OnCommand]:
    """Register the handler of a command and its aliases."""

    def register(handler: OnCommand) -> OnCommand:
        made = Command(words=words, about=about, handler=handler, listed=listed)
        COMMANDS.update(dict.fromkeys(words, made))
        return handler

    return register


def listed() -> list[Command]:
    """The commands that are shown, each once, in their order."""
    found = {one.words[0]: one for one in COMMANDS.values() if one.listed}
    return sorted(found.values(), key=lambda one: (*ORDER, one.words[0]).index(one.words[0]))


def button(*kinds: str, once: bool = False) -> Callable[[OnButton], OnButton]:
    """Register the handler of buttons of a kind."""

    def register(handler: OnButton) -> OnButton:
        BUTTONS.update(dict.fromkeys(kinds, Button(handler=handler, once=once)))
        return handler

    return register


def answer(what: str) -> Callable[[OnAnswer], OnAnswer]:
    """Register who takes the answer to a question."""

    def register(handler: OnAnswer) -> OnAnswer:
        ANSWERS[what] = handler
        return handler

    return register
