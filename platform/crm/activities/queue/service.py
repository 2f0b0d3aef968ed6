"""What waits for a member, part by part."""

from typing import Final

import msgspec

from crm.activities.queue.ports import Source, Waiting, sources
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

SHOWN: Final = 20


class Part(msgspec.Struct, frozen=True):
    """A part of the queue; `more` says that not all of it is here."""

    key: str
    label: str
    items: list[Waiting]
    more: bool


async def queue(
    uow: UnitOfWork, principal: Principal, but: frozenset[str] = frozenset()
) -> list[Part]:
    """All parts in which something waits; `but` names those that are not asked for."""
    asked = [source for source in sources(principal) if source.key not in but]
    parts = [await _part(uow, principal, source) for source in asked]
    return [part for part in parts if part.items]


async def _part(uow: UnitOfWork, principal: Principal, source: Source) -> Part:
    found = await source.load(uow, principal, SHOWN + 1)
    return Part(source.key, str(source.label), found[:SHOWN], len(found) > SHOWN)
