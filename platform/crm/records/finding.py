"""Finding records by words, for those who may not know the search: a port that it fills."""

from typing import Protocol
from uuid import UUID

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Hit(msgspec.Struct, frozen=True):
    """A record that was found, and where its text says so."""

    type: str
    id: UUID
    title: str
    snippet: str = ""


class Hits(msgspec.Struct, frozen=True):
    """Best first; `did_you_mean` are the words without their slips, if there were any."""

    items: list[Hit]
    did_you_mean: str = ""


class Finder(Protocol):
    """Finds what the principal may see, best first."""

    async def find(self, uow: UnitOfWork, principal: Principal, text: str, *, limit: int) -> Hits:
        """Records of any type about `text`."""
        ...

    async def named(
        self,
        uow: UnitOfWork,
        principal: Principal,
        text: str,
        *,
        types: tuple[str, ...],
        limit: int,
    ) -> list[UUID]:
        """Records of these types whose names share words with `text`."""
        ...


class _Nobody:
    """Before a search is installed nothing is found."""

    async def find(
        self, _uow: UnitOfWork, _principal: Principal, _text: str, *, limit: int
    ) -> Hits:
        del limit
        return Hits([])

    async def named(
        self,
        _uow: UnitOfWork,
        _principal: Principal,
        _text: str,
        *,
        types: tuple[str, ...],
        limit: int,
    ) -> list[UUID]:
        del types, limit
        return []


class Finding:
    """The port: `use` fills it, once, where the product is composed."""

    def __init__(self) -> None:
        self.finder: Finder = _Nobody()

    def use(self, finder: Finder) -> None:
        """Ask this one from now on."""
        self.finder = finder


finding = Finding()
