"""Figures on Home; slices above add their own."""

from collections.abc import Awaitable, Callable

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """`value` as it is read; `path` lies inside the workspace; `tone` is a badge's kind."""

    label: str
    value: str
    path: str
    note: str = ""
    tone: str = "neutral"


Tiles = Callable[[UnitOfWork, Principal], Awaitable[list[Tile]]]
_TILES: list[Tiles] = []


def add_tiles(tiles: Tiles) -> None:
    """Show these figures after Home's own."""
    _TILES.append(tiles)


async def tiles_of(uow: UnitOfWork, principal: Principal) -> list[Tile]:
    """What a member finds on Home."""
    return [tile for tiles in _TILES for tile in await tiles(uow, principal)]
