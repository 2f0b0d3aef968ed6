"""What is near in meaning to a text: a port that the search fills."""

from collections.abc import Sequence
from typing import Final, Protocol
from uuid import UUID

import msgspec

from crm.records.finding import finding
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Near(msgspec.Struct, frozen=True):
    """A record, and how near: 1 says the same, 0 has nothing in common."""

    record_id: UUID
    nearness: float


class Nearness(Protocol):
    """Finds what the principal may see, nearest first."""

    async def near(
        self,
        uow: UnitOfWork,
        principal: Principal,
        text: str,
        *,
        types: tuple[str, ...],
        limit: int,
    ) -> list[Near]:
        """Records of these types."""
        ...

    async def meanings(self, texts: list[str]) -> list[Sequence[float] | None]:
        """A vector of length one for each, or none where no model reads it; it may take long."""
        ...


# Shared words alone are a suspicion, and come no nearer than this.
SUSPECTED: Final = 0.5


class _ByWords:
    """Before a search is installed that knows meaning: what shares words."""

    async def near(
        self,
        uow: UnitOfWork,
        principal: Principal,
        text: str,
        *,
        types: tuple[str, ...],
        limit: int,
    ) -> list[Near]:
        named = finding.finder.named
        ids = await named(uow, principal, text, types=types, limit=limit)
        return [Near(one, SUSPECTED) for one in ids]

    async def meanings(self, texts: list[str]) -> list[Sequence[float] | None]:
        return [None] * len(texts)


class Nearby:
    """The port: `use` fills it, once, where the product is composed."""

    def __init__(self) -> None:
        self.by: Nearness = _ByWords()

    def use(self, nearness: Nearness) -> None:
        """Ask this one from now on."""
        self.by = nearness


nearby: Final = Nearby()
