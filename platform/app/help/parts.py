"""What a part of the help is made of."""

from typing import Any

import msgspec

Lazy = Any
Way = tuple[str, Lazy, str | None]


class Formula(msgspec.Struct, frozen=True):
    """How a number is reckoned, and whose way of reckoning that is."""

    name: Lazy
    how: Lazy
    source: Lazy = ""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is its place on the page; `ways` are (path, label, needed permission).

    `pages` are the paths inside the workspace whose help this is.
    """

    key: str
    title: Lazy
    points: tuple[Lazy, ...]
    formulas: tuple[Formula, ...] = ()
    ways: tuple[Way, ...] = ()
    pages: tuple[str, ...] = ()
