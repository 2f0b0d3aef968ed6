"""What a test must know of a network: its signatures, its shapes, what its server answers."""

from itertools import count
from time import time_ns
from typing import Any

import msgspec

PNG = b"\x89PNG\r\n\x1a\n"
NUMBERS = count(time_ns() // 1000)


class Knocking(msgspec.Struct, frozen=True):
    """A call of the webhook as the network makes it."""

    content: bytes
    headers: dict[str, str]
    query: str = ""


class Shown(msgspec.Struct, frozen=True):
    """A message as somebody sees it: its words, its buttons by label, whose place it took."""

    text: str
    buttons: dict[str, str] = {}
    name: str = ""
    edit_of: str = ""


class Call(msgspec.Struct, frozen=True):
    """What the network's server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    query: str = ""

    def json(self) -> dict[str, Any]:
        return msgspec.json.decode(self.body)


class Answered(msgspec.Struct, frozen=True):
    """What it answers."""

    body: bytes | dict[str, Any] = {}
    status: int = 200
    headers: dict[str, str] = {}


class Kit:
    """One network and one person in it; each instance is another bot.

    `hosts` are the adapter's addresses that the server stands in for, as (module, name).
    `secrets` are what an administrator types; `SECRET` is in each of those that must not leak.
    """

    channel: str
    hosts: tuple[tuple[str, str], ...]
    secrets: dict[str, str]
    # Whether what is older than minutes is refused by the signature itself.
    dated = False
    SECRET = "5ec3e75ec3e75ec3e7"

    def __init__(self) -> None:
        self.number = next(NUMBERS)
        self.chat_id = ""

    def signed(self, event: Any, *, secret: str = "", ago: int = 0) -> Knocking:
        """The call that brings this; with another secret it is forged, `ago` seconds it is old."""
        raise NotImplementedError

    def text(self, text: str) -> Any:
        """Somebody writes."""
        raise NotImplementedError

    def pressed(self, data: str, shown: Shown) -> Any:
        """Somebody presses a button."""
        raise NotImplementedError

    def photo(self, name: str) -> Any:
        """Somebody sends a photo, which the server has under this name."""
        raise NotImplementedError

    def answer(self, call: Call) -> Answered:
        """What the server says when nothing is wrong."""
        raise NotImplementedError

    def shown(self, call: Call) -> Shown | None:
        """What a call put on the screen; it is checked that the network would take it."""
        raise NotImplementedError

    def busy(self) -> Answered:
        """Come again in half a minute."""
        return Answered({}, 429, {"Retry-After": "30"})

    def refuses(self) -> Answered:
        """The person is not to be had any more."""
        raise NotImplementedError

    def stranger(self) -> Answered:
        """These credentials are not known."""
        raise NotImplementedError

    def greeting(self, page: str) -> tuple[str, str, Knocking | None, Any]:
        """How the network asks for the address: method, query, call, and what it wants back.

        `page` is what was shown to the administrator who told it the address.
        """
        raise NotImplementedError
